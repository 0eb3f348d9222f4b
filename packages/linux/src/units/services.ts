/** `systemd.services`: service units, and the timers of `startAt`. */
import { isPackageRef, type SystemConfig } from "@troupe/vocabulary";
import { compareBytes } from "../generation/bytes.ts";
import { absolutePath, holds } from "../generation/fields.ts";
import type { UnitEntry } from "../model/manifest.ts";
import {
  invalidStateFolder,
  invalidVariable,
  noExecStart,
  severalExecStarts,
  specifierInValue,
} from "../diagnostics.ts";
import type { Draft, Path } from "../model/generation-draft.ts";
import { scriptCommands } from "./scripts.ts";
import { section, type Section, type Settings } from "./section.ts";
import { addUnit, renderUnits, unitSection } from "./unit.ts";
import { environmentLine } from "./values.ts";

type Service = SystemConfig["systemd"]["services"][string];

/** The default PATH of services in Debian's systemd. */
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Renders the service units. */
export function renderServices(draft: Draft, { services, timers }: SystemConfig["systemd"]): void {
  const timed = timedServices(timers);
  renderUnits(draft, "services", services, (unit, service, at, name) =>
    renderService(draft, name, unit, service, at, changeOf(service, service.startAt.length > 0 || timed.get(unit))),
  );
}

function renderService(
  draft: Draft,
  name: string,
  unit: string,
  service: Service,
  at: Path,
  change: UnitEntry["change"],
): void {
  const body = section(draft, unit, "Service");
  addEnvironment(draft, body, service, at);
  const settings = withScripts(service.serviceConfig, scriptCommands(draft, name, service, at));
  body.addAll(settings, [...at, "serviceConfig"]);
  if (service.overrideStrategy !== "asDropin") checkCommands(draft, unit, service, settings, at);
  addState(draft, unit, settings, at);
  addUnit(draft, unit, service, [unitSection(draft, unit, service, at), body], change, [at]);
}

/** The units that declared timers start; true for units with times of a calendar. */
function timedServices(timers: SystemConfig["systemd"]["timers"]): ReadonlyMap<string, boolean> {
  return new Map(
    Object.entries(timers).map(([name, { timerConfig }]) => [
      String(timerConfig["Unit"] ?? `${name}.service`),
      timerConfig["OnCalendar"] !== undefined,
    ]),
  );
}

/**
 * Returns the action on a changed service. A job is run by others: by a timer, or as a oneshot service that no target
 * wants and that ends after its commands. A switch must not kill a running backup, nor run one.
 */
function changeOf(service: Service, timer: boolean | undefined): UnitEntry["change"] {
  const { Type = "simple", RemainAfterExit } = service.serviceConfig;
  const wanted = service.wantedBy.length + service.requiredBy.length > 0;
  const ends = Type === "oneshot" && !isTrue(RemainAfterExit);
  const byCalendar = timer === true && (Type === "simple" || Type === "exec");
  if (ends ? timer !== undefined || !wanted : byCalendar && !wanted) return "next-run";
  if (service.reloadIfChanged) return "reload";
  return service.restartIfChanged ? "restart" : "keep";
}

/** Adds the commands of scripts after the commands of `serviceConfig`, as NixOS does. */
function withScripts(settings: Settings, commands: ReadonlyMap<string, string>): Settings {
  const joined = [...commands].map(([setting, command]) => [setting, [...[settings[setting] ?? []].flat(), command]]);
  return { ...settings, ...Object.fromEntries(joined) };
}

function addEnvironment(draft: Draft, body: Section, service: Service, at: Path): void {
  const variables = new Map(Object.entries(service.environment));
  if (service.path.length > 0 && !variables.has("PATH")) variables.set("PATH", searchPath(draft, service, at));
  for (const [name, value] of [...variables].toSorted(([a], [b]) => compareBytes(a, b))) {
    const path = [...at, "environment", name];
    if (value === null) continue;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      draft.report(invalidVariable, { name }, path);
      continue;
    }
    // A percent-encoded URL in `environment` often contains a specifier by accident.
    const encoded = /(?<!%)(?:%%)*(%[A-Fabdf][0-9A-Fa-f])/.exec(value)?.[1];
    if (encoded !== undefined) draft.report(specifierInValue, { variable: name, found: encoded }, path);
    body.add("Environment", environmentLine(name, draft.text(value, path)), path);
  }
}

function searchPath(draft: Draft, service: Service, at: Path): string {
  const folders = service.path.flatMap((entry) => {
    if (!isPackageRef(entry))
      return [`${draft.text(entry, [...at, "path"])}/bin`, `${draft.text(entry, [...at, "path"])}/sbin`];
    for (const name of entry.debian) draft.install(name, [...at, "path"]);
    return Object.values(entry.paths).map((path) => path.slice(0, path.lastIndexOf("/")));
  });
  return [...new Set([...folders, ...defaultPath.split(":")])].join(":");
}

/** Checks the requirements of systemd for the commands of a service. */
function checkCommands(draft: Draft, unit: string, service: Service, settings: Settings, at: Path): void {
  const commandsOf = (setting: string) => {
    const commands = [settings[setting] ?? []].flat().map(String);
    return commands.slice(commands.lastIndexOf("") + 1);
  };
  const oneshot = settings["Type"] === "oneshot";
  const count = commandsOf("ExecStart").length;
  const stops = oneshot && isTrue(settings["RemainAfterExit"]) && commandsOf("ExecStop").length > 0;
  if (count === 0 && !stops && service.unitConfig["SuccessAction"] === undefined)
    draft.report(noExecStart, { unit }, at);
  if (count > 1 && !oneshot) draft.report(severalExecStarts, { unit, count }, at);
}

const isTrue = (value: unknown): boolean => /^(?:1|yes|y|true|t|on)$/i.test(String(value));

/**
 * The settings that name folders of the service, with the folder that systemd keeps them in if it does not remove them.
 */
const folderSettings: { readonly [setting: string]: string | undefined } = {
  StateDirectory: "/var/lib",
  CacheDirectory: "/var/cache",
  LogsDirectory: "/var/log",
  RuntimeDirectory: undefined,
  ConfigurationDirectory: undefined,
};

/**
 * Adds the directories that systemd creates for the service and does not remove. The directories of a template depend
 * on the instance.
 */
function addState(draft: Draft, unit: string, settings: Settings, at: Path): void {
  for (const [setting, parent] of Object.entries(folderSettings)) {
    const names = new Set([settings[setting] ?? []].flat().flatMap((value) => String(value).split(/\s+/)));
    // Several names may stand for one directory: "a", "a/" and "a:link".
    const directories = new Set<string>();
    for (const name of names) {
      const [folder] = name.split(":") as [string];
      // systemd removes these parts as well.
      const parts = folder.split("/").filter((part) => part !== "" && part !== ".");
      if (folder.startsWith("/") || parts.includes("..") || parts[0] === "private") {
        draft.report(invalidStateFolder, { unit, setting, folder }, [...at, "serviceConfig", setting]);
        continue;
      }
      const directory = `${parent}/${parts.join("/")}`;
      if (parent !== undefined && parts.length > 0 && !/[%\\"']/.test(folder) && holds(absolutePath, directory))
        directories.add(directory);
    }
    for (const directory of directories) draft.add("state", { directory, unit });
  }
}
