/** The rules of nix-darwin, which has no options for much of the portable vocabulary. */
import { leftOut, leftOutIfNull } from "./adaptations.ts";
import { exception, inside, missing, type PlatformRules, same, translated } from "./option-rule.ts";

const noGroups = "accounts of macOS have one group by number, and no kinds";

export const darwinRules: PlatformRules = {
  assertions: same("assertions"),
  warnings: same("warnings"),
  healthChecks: missing("nothing runs them after a switch", "healthChecks"),
  boot: missing("macOS has no parameters of that name", "boot"),
  environment: [
    translated("environment.systemPackages", {
      becomes: "package references anywhere become `pkgs.` and their name in nixpkgs",
      why: "every platform has names of its own for packages",
    }),
    ...same(...inside("environment.etc.*", "enable", "text", "target")),
    ...missing("files below /etc are links there", ...inside("environment.etc.*", "mode", "user", "group")),
  ],
  facts: [
    exception("facts", {
      becomes: "nothing",
      why: "facts are told to services, which have read them already; they configure nothing",
      adapt: leftOut,
    }),
  ],
  networking: [
    ...same(...inside("networking", "hostName", "domain")),
    ...missing("nix-darwin does not manage /etc/hosts", "networking.hosts"),
    ...missing("nix-darwin has no options for the packet filter", "networking.firewall"),
  ],
  systemd: missing("macOS has launchd, not systemd", "systemd"),
  users: [
    ...same(...inside("users.users.*", "name", "description"), "users.users.*.openssh.authorizedKeys.keys"),
    ...inside("users.users.*", "uid", "home", "createHome", "shell").map((option) =>
      translated(option, {
        becomes: "null is left out",
        why: "without a definition macOS decides",
        adapt: leftOutIfNull,
      }),
    ),
    ...missing(noGroups, ...inside("users.users.*", "group", "extraGroups", "isNormalUser", "isSystemUser")),
    ...same(...inside("users.groups.*", "name", "gid", "members")),
  ],
};
