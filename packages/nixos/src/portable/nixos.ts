/** Where NixOS differs from the portable vocabulary. What is not in this table passes unchanged, as the options of the same name. */
import { diagnose, isPlainObject, showPath } from "@troupe/modules";
import { differsHere } from "../diagnostics.ts";
import { type Difference, leftOutIfNull, type Place, rulesOf } from "./table.ts";

/** Options that modules of NixOS define in every system. */
const definedByNixos = `
  assertions warnings boot.kernel.sysctl environment.etc networking.hosts users.users users.groups
  systemd.services systemd.timers systemd.sockets systemd.targets systemd.tmpfiles.rules
  networking.firewall.allowedTCPPorts networking.firewall.allowedUDPPorts networking.firewall.trustedInterfaces
`
  .trim()
  .split(/\s+/);

/** The table. */
export const nixosDifferences: readonly Difference[] = [
  {
    option: "environment.systemPackages",
    becomes: "package references, here and elsewhere, become `pkgs.` and their name in nixpkgs; a priority for all of it is an error",
    why: "every platform has names of its own for packages; NixOS has packages of its own in it",
    isShared: true,
  },
  {
    option: "systemd.services.*.serviceConfig",
    becomes: '`.bin("program")` in any text becomes `${pkgs.name}/bin/program`',
    why: "programs have no fixed paths; a path that Debian has is nobody's on NixOS, which is a warning",
    adapt: (value, at) => {
      if (isPlainObject(value))
        for (const setting of Object.keys(value)) if (setting.startsWith("Exec")) warnOfPaths(value[setting], setting, at);
      return value;
    },
  },
  {
    option: "healthChecks",
    becomes: "an option that a module of Troupe's declares, with a unit `health-check-NAME` for each check",
    why: "NixOS has nothing like it; a unit that fails makes a switch fail, which deploy-rs then takes back",
  },
  ...["services", "timers", "sockets", "targets"].flatMap((kind) =>
    ["startLimitBurst", "startLimitIntervalSec"].map((name) => ({
      option: `systemd.${kind}.*.${name}`,
      becomes: "null is left out",
      why: "without a definition systemd decides, and NixOS's type has no null",
      adapt: leftOutIfNull,
    })),
  ),
  ...["home", "createHome"].map((name) => ({
    option: `users.users.*.${name}`,
    becomes: "null is left out",
    why: "without a definition NixOS decides as the description says, and its type has no null",
    adapt: leftOutIfNull,
  })),
  {
    option: "users.users.*.shell",
    becomes: "null is left out; paths of Debian are a warning",
    why: "for NixOS null is no shell at all; programs have no fixed paths",
    adapt: (value, at) => {
      warnOfPaths(value, undefined, at);
      return leftOutIfNull(value, at);
    },
  },
  {
    option: "users.users.*.extraGroups",
    becomes: "itself; `sudo` is a warning",
    why: "administrators are in the group wheel",
    adapt: (value, at) => {
      const instead = "Add the group wheel too, or instead.";
      if (Array.isArray(value) && value.includes("sudo")) warn(at, "sudo", "on NixOS members of the group wheel may use sudo", instead);
      return value;
    },
  },
  {
    option: "networking",
    becomes: "where rules or patterns of nftables are used, `networking.nftables.enable = true` too",
    why: "NixOS's firewall is one of iptables otherwise, which ignores `extraInputRules` and does not know `wg*`",
    adapt: (value) => (isPlainObject(value) && needsNftables(value["firewall"]) ? { ...value, nftables: { enable: true } } : value),
  },
  {
    option: "networking.firewall.enable",
    becomes: "itself; without a definition NixOS's firewall stays on",
    why: "a machine that has NixOS's own configuration beside Troupe's must not lose its firewall by saying nothing",
  },
  {
    option: "networking.hostName",
    becomes: "itself; without a definition the machine's name",
    why: "NixOS cannot leave the name alone that a machine has",
  },
  ...definedByNixos.map((option) => ({
    option,
    becomes: "itself; a priority for all of it is an error",
    why: "modules of NixOS define it too, so that either their definitions or these would not count",
    isShared: true,
  })),
  {
    option: "facts",
    becomes: "nothing",
    why: "facts are told to services, which have read them already; they configure nothing",
    adapt: () => undefined,
  },
];

/** The table, as it is applied. */
export const nixosRules = rulesOf(nixosDifferences);

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

const debianPath = /^[@:+!|-]*(\/(?:usr\/)?(?:local\/)?s?bin\/(?!sh(?:\s|$)|env(?:\s|$))[^\s"']+)/;

function warnOfPaths(value: unknown, setting: string | undefined, at: Place): void {
  for (const each of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    const path = typeof each === "string" ? debianPath.exec(each)?.[1] : undefined;
    if (path === undefined) continue;
    const place = setting === undefined ? at : { ...at, path: [...at.path, setting] };
    warn(place, path, "NixOS has no programs there", 'Name the program of a package: definePackage({ … }).bin("program").');
  }
}

function warn({ path, site, report }: Place, found: string, why: string, instead: string): void {
  const option = showPath(path);
  report(diagnose(differsHere, { option, found, why, instead }, { path: option, marks: [{ site }] }));
}
