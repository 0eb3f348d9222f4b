/** Where nix-darwin differs from the portable vocabulary: mostly in what it does not have. */
import { type Difference, rulesOf } from "./table.ts";

const missing = (why: string, ...options: readonly string[]): readonly Difference[] =>
  options.map((option) => ({ option, becomes: "an error", why, isMissing: true }));

/** The table. */
export const darwinDifferences: readonly Difference[] = [
  {
    option: "environment.systemPackages",
    becomes: "package references anywhere become `pkgs.` and their name in nixpkgs",
    why: "every platform has names of its own for packages",
  },
  ...missing("macOS has launchd, not systemd", "systemd"),
  ...missing("macOS has no parameters of that name", "boot"),
  ...missing("nix-darwin has no options for the packet filter", "networking.firewall"),
  ...missing("nix-darwin does not manage /etc/hosts", "networking.hosts"),
  ...missing("nothing runs them after a switch", "healthChecks"),
  ...missing("files below /etc are links there", "environment.etc.*.mode", "environment.etc.*.user", "environment.etc.*.group"),
  ...missing(
    "accounts of macOS have one group by number, and no kinds",
    ...["group", "extraGroups", "isNormalUser", "isSystemUser"].map((name) => `users.users.*.${name}`),
  ),
  ...["uid", "home", "createHome", "shell"].map((name) => ({
    option: `users.users.*.${name}`,
    becomes: "null is left out",
    why: "without a definition macOS decides",
    adapt: (value: unknown) => (value === null ? undefined : value),
  })),
];

/** The table, as it is applied. */
export const darwinRules = rulesOf(darwinDifferences);
