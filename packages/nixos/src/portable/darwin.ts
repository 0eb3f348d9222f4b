/** The rules of nix-darwin, which has no options for much of the portable vocabulary. */
import { leftOut, leftOutIfNull } from "./adaptations.ts";
import { exception, inside, missing, type PlatformRules, same, translated } from "./option-rule.ts";

const noGroups =
  "an account of macOS has one primary group, given by number, and is neither a normal nor a system user";

export const darwinRules: PlatformRules = {
  assertions: same("assertions"),
  warnings: same("warnings"),
  healthChecks: missing("nix-darwin runs no health checks after a switch", "healthChecks"),
  boot: missing("macOS has no parameters of the Linux kernel", "boot"),
  environment: [
    translated("environment.systemPackages", {
      becomes: "package references, here and elsewhere, become `pkgs.` and their name in nixpkgs",
      why: "every platform has names of its own for packages",
    }),
    ...same(...inside("environment.etc.*", "enable", "text", "target")),
    ...missing(
      "nix-darwin makes files below /etc as links, so that a mode or an owner has no effect",
      ...inside("environment.etc.*", "mode", "user", "group"),
    ),
  ],
  facts: [
    exception("facts", {
      becomes: "nothing",
      why: "services read facts before they run; a fact configures nothing on the machine",
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
