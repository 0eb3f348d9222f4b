/** The options that a line of a unit comes from. */
import type { Path } from "../model/generation-draft.ts";
import { dependencies } from "./unit.ts";

/** Options besides the settings of a section, by the setting that they become. Links of targets go by their option. */
const options: { readonly [setting: string]: string } = {
  ...dependencies,
  wantedBy: "wantedBy",
  requiredBy: "requiredBy",
  Description: "description",
  Documentation: "documentation",
  StartLimitBurst: "startLimitBurst",
  StartLimitIntervalSec: "startLimitIntervalSec",
  Environment: "environment",
  OnCalendar: "startAt",
  ListenStream: "listenStreams",
  ListenDatagram: "listenDatagrams",
  ExecStartPre: "preStart",
  ExecStart: "script",
  ExecStartPost: "postStart",
  ExecReload: "reload",
  ExecStop: "preStop",
  ExecStopPost: "postStop",
};

/**
 * Returns the paths of options that a setting of a unit may come from, the likeliest first. The last path is that of the
 * unit.
 *
 * @example
 * settingPaths("app.service", "Service", "Restart")[0]; // => ["systemd", "services", "app", "serviceConfig", "Restart"]
 */
export function settingPaths(unit: string, section: string, setting: string): readonly Path[] {
  const dot = unit.lastIndexOf(".");
  const [name, kind] = [unit.slice(0, dot), unit.slice(dot + 1)];
  const option = options[setting];
  // The timer of a service may come from the service's `startAt`.
  const owners = [`${kind}s`, ...(kind === "timer" ? ["services"] : [])].map((group) => ["systemd", group, name]);
  return [
    ...owners.flatMap((owner) => [
      [...owner, `${section.toLowerCase()}Config`, setting],
      ...(option === undefined ? [] : [[...owner, option]]),
    ]),
    ...owners,
  ];
}
