/** `systemd.services`. Names and meanings are NixOS's. */
import { option, t } from "@troupe/modules";
import { packageReference } from "../../packages/package-type.ts";
import { section, unitOptions } from "./unit.ts";

const script = (when: string) =>
  option(t.lines, {
    default: "",
    description: `POSIX shell commands ${when}. They end at the first one that fails (\`set -e\`).`,
  });

/** Services by name, without the suffix `.service`. `NAME@` is a template. */
export const services = option(
  t.attrsOf(
    t.submodule({
      ...unitOptions,
      serviceConfig: section("Service", "systemd.service", {
        Type: "notify",
        DynamicUser: true,
        StateDirectory: "kvstore",
      }),
      environment: option(t.attrsOf(t.nullOr(t.str)), {
        default: {},
        example: { LANG: "C.UTF-8" },
        description:
          "Environment variables of the service's processes; null takes one away that another module has set. Not for secrets. As everywhere in units, `%` begins a specifier (`%S` is /var/lib); a percent sign is written `%%`.",
      }),
      path: option(t.listOf(t.oneOf([packageReference, t.str])), {
        default: [],
        description:
          "Packages, or directories that have `bin` and `sbin` folders, whose programs the service finds by name.",
      }),
      script: script("that are the service's main process"),
      scriptArgs: option(t.str, {
        default: "",
        description: "Arguments of `script`, in systemd's syntax. `%i` is the instance of a template.",
      }),
      preStart: script("that run before the service starts"),
      postStart: script("that run after the service has started"),
      reload: script("that make the service read its configuration again"),
      preStop: script("that stop the service; what is left of it is killed afterwards"),
      postStop: script("that run after the service has ended"),
      startAt: option(t.oneOf([t.str, t.listOf(t.str)]), {
        default: [],
        example: "*-*-* 03:00:00",
        description:
          "Calendar times at which the service is started, by a timer that is made for it; see systemd.time(7).",
      }),
      restartIfChanged: option(t.bool, {
        default: true,
        description: "Whether a switch that changes the unit restarts it.",
      }),
      reloadIfChanged: option(t.bool, {
        default: false,
        description: "Whether a switch that changes the unit reloads it instead of restarting it.",
      }),
    }),
  ),
  { default: {}, description: "Services, by name without the suffix `.service`. `NAME@` is a template." },
);
