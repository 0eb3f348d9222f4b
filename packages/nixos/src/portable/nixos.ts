/** The rules of NixOS: the portable vocabulary has NixOS's names and meanings, so that most options mean the same. */
import { isPlainObject } from "@troupe/modules";
import { leftOut, leftOutIfNull, oneLineEach, warn, warnOfCommands, warnOfPrograms } from "./adaptations.ts";
import { exception, inside, type PlatformRules, same, shared, translated } from "./option-rule.ts";

const nullLeftOut = {
  becomes: "null is left out",
  why: "without a definition NixOS or systemd decides as the description says, and NixOS's type has no null",
  adapt: leftOutIfNull,
};

const allowedPorts = ["allowedTCPPorts", "allowedUDPPorts", "allowedTCPPortRanges", "allowedUDPPortRanges"] as const;

const unitKinds = ["services", "timers", "sockets", "targets"] as const;
const unitOptions = [
  ...(["enable", "overrideStrategy", "description", "documentation", "restartTriggers", "reloadTriggers"] as const),
  ...(["after", "before", "wants", "requires", "requisite", "bindsTo", "partOf", "upholds", "conflicts"] as const),
  ...(["wantedBy", "requiredBy", "onFailure", "onSuccess"] as const),
] as const;

/** A rule for a section of a unit, whose settings NixOS writes as they are. */
const checkedSection = <const O extends string>(option: O) =>
  translated(option, {
    becomes: "itself; a name or a value that would be several lines is an error",
    why: "NixOS writes names and values into the unit as they are",
    adapt: oneLineEach,
  });

export const nixosRules: PlatformRules = {
  assertions: shared("assertions"),
  warnings: shared("warnings"),
  healthChecks: [
    translated("healthChecks", {
      becomes: "an option that a module of Troupe declares, with a unit `health-check-NAME` for each check",
      why: "NixOS has no health checks; a unit that fails makes a switch fail, which deploy-rs then takes back",
    }),
    ...same(...inside("healthChecks.*", "description", "script", "timeout")),
    ...same(...inside("healthChecks.*.tcp", "host", "port"), ...inside("healthChecks.*.http", "url", "status")),
  ],
  boot: shared("boot.kernel.sysctl"),
  environment: [
    translated("environment.systemPackages", {
      becomes:
        "package references, here and elsewhere, become `pkgs.` and their name in nixpkgs; a priority for all of it is an error",
      why: "every platform has names of its own for packages; NixOS has packages of its own in it",
      isShared: true,
    }),
    ...shared("environment.etc"),
    ...same(...inside("environment.etc.*", "enable", "text", "target", "user", "group")),
    translated("environment.etc.*.mode", nullLeftOut),
  ],
  facts: [
    exception("facts", {
      becomes: "nothing",
      why: "facts are told to services, which have read them already; they configure nothing",
      adapt: leftOut,
    }),
  ],
  networking: [
    translated("networking", {
      becomes: "where rules or patterns of nftables are used, `networking.nftables.enable = true` too",
      why: "NixOS's firewall is one of iptables otherwise, which ignores `extraInputRules` and does not know `wg*`",
      adapt: (value) =>
        isPlainObject(value) && needsNftables(value["firewall"]) ? { ...value, nftables: { enable: true } } : value,
    }),
    exception("networking.hostName", {
      becomes: "itself; without a definition the machine's name",
      why: "NixOS cannot leave the name alone that a machine has",
    }),
    ...same("networking.domain"),
    ...shared("networking.hosts"),
    exception("networking.firewall.enable", {
      becomes: "itself; without a definition NixOS's firewall stays on",
      why: "a machine that has NixOS's own configuration beside Troupe's must not lose its firewall by saying nothing",
    }),
    ...shared(...inside("networking.firewall", "allowedTCPPorts", "allowedUDPPorts", "trustedInterfaces")),
    ...same(
      ...inside("networking.firewall", "allowedTCPPortRanges", "allowedUDPPortRanges", "allowPing", "extraInputRules"),
    ),
    ...same(...inside("networking.firewall.interfaces.*", ...allowedPorts)),
  ],
  systemd: [
    ...shared(...inside("systemd", ...unitKinds)),
    ...unitKinds.flatMap((kind) => [
      ...same(...inside(`systemd.${kind}.*`, ...unitOptions)),
      ...inside(`systemd.${kind}.*`, "unitConfig").map(checkedSection),
      ...inside(`systemd.${kind}.*`, "startLimitBurst", "startLimitIntervalSec").map((option) =>
        translated(option, nullLeftOut),
      ),
    ]),
    translated("systemd.services.*.serviceConfig", {
      becomes: '`.bin("program")` in any text becomes `${pkgs.name}/bin/program`',
      why: "programs have no fixed paths; a path of a program on Debian does not exist on NixOS, which is a warning",
      adapt: (section, at) => oneLineEach(warnOfCommands(section, at), at),
    }),
    ...same(
      ...inside("systemd.services.*", "environment", "path", "startAt", "restartIfChanged", "reloadIfChanged"),
      ...inside("systemd.services.*", "script", "scriptArgs", "preStart", "postStart", "reload", "preStop", "postStop"),
    ),
    checkedSection("systemd.timers.*.timerConfig"),
    checkedSection("systemd.sockets.*.socketConfig"),
    ...same(...inside("systemd.sockets.*", "listenStreams", "listenDatagrams")),
    ...shared("systemd.tmpfiles.rules"),
  ],
  users: [
    ...shared("users.users", "users.groups"),
    ...same(...inside("users.users.*", "name", "uid", "group", "isNormalUser", "isSystemUser", "description")),
    ...same("users.users.*.openssh.authorizedKeys.keys"),
    ...inside("users.users.*", "home", "createHome").map((option) => translated(option, nullLeftOut)),
    translated("users.users.*.shell", {
      becomes: "null is left out; paths of programs on Debian are a warning",
      why: "for NixOS null is no shell at all; programs have no fixed paths",
      adapt: (value, at) => {
        warnOfPrograms(value, at);
        return leftOutIfNull(value, at);
      },
    }),
    exception("users.users.*.extraGroups", {
      becomes: "itself; `sudo` is a warning",
      why: "administrators are in the group wheel",
      adapt: (value, at) => {
        const instead = "Add the group wheel too, or instead.";
        if (Array.isArray(value) && value.includes("sudo"))
          warn(at, "sudo", "on NixOS members of the group wheel may use sudo", instead);
        return value;
      },
    }),
    ...same(...inside("users.groups.*", "name", "gid", "members")),
  ],
};

function needsNftables(firewall: unknown): boolean {
  if (!isPlainObject(firewall)) return false;
  const isPattern = (name: unknown) => typeof name === "string" && name.endsWith("*");
  const { extraInputRules, trustedInterfaces, interfaces } = firewall;
  if (extraInputRules !== undefined && extraInputRules !== "") return true;
  return (
    (Array.isArray(trustedInterfaces) && trustedInterfaces.some(isPattern)) ||
    (isPlainObject(interfaces) && Object.keys(interfaces).some(isPattern))
  );
}
