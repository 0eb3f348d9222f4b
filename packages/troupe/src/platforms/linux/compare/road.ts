/**
 * The road in: the changes that sshd, its accounts, sudo, the firewall and addresses depend on, and the parts of a
 * machine that a switch does not test. The agent script finds the same changes (its `road.awk`); a test holds the two
 * together.
 */
import type { Manifest } from "@troupe/linux";
import type { Drift, SwitchReach } from "../../../deploy/model/plan.ts";

/** Files of the road below /etc, by area. */
const areas: readonly (readonly [area: string, files: RegExp])[] = [
  ["keys", /^ssh\/authorized_keys\.d\//],
  ["sshd", /^ssh\//],
  ["sudo", /^sudoers($|\.d\/)/],
  ["login", /^(?:(?:pam\.d|security)\/|(?:nsswitch\.conf|hosts\.allow|hosts\.deny|environment|nologin)$)/],
  ["firewall", /^(?:nftables|iptables|ufw|firewalld)/],
  ["network", /^(?:network|systemd\/network|netplan|NetworkManager)\//],
];

const areaOf = (target: string): string | undefined => areas.find(([, files]) => files.test(target))?.[0];

const roadUnits = /^(?:sshd?|troupe-firewall|nftables|firewalld|ufw|systemd-networkd|networking|NetworkManager)[.@]/;

/** Files that Debian reads at boot, or when a program restarts that a switch leaves alone. */
const bootFiles =
  /^(?:fstab$|crypttab$|modules$|(?:modules-load\.d|modprobe\.d|initramfs-tools|network|systemd\/network|netplan|NetworkManager)\/|default\/grub)/;

/**
 * Returns the changes of the road in, and the changes that a switch does not test. A switch restarts sshd also to restore
 * one of its files; such a restoration changes no road.
 */
export function switchReach(
  before: Manifest | undefined,
  after: Manifest,
  drift: readonly Pick<Drift, "kind" | "name">[] = [],
): SwitchReach {
  const [old, young] = [before === undefined ? undefined : partsOf(before), partsOf(after)];
  const changed = new Set(
    [...young, ...(old ?? [])].flatMap(([key, text]) =>
      old?.get(key) === text && young.get(key) === text ? [] : [key],
    ),
  );
  const files = [...changed].flatMap((key) => /^etc:(.*)$/.exec(key)?.[1] ?? []);
  const restored = drift.flatMap(({ kind, name }) => (kind === "etc" ? [name.replace(/^\/etc\//, "")] : []));
  const road = new Set(files.flatMap((target) => areaOf(target) ?? []));
  for (const key of changed) {
    if (key.startsWith("user:")) road.add("accounts");
    if (key.startsWith("unit:")) road.add("units");
    if (key.startsWith("rules:") && young.has(key)) road.add("firewall");
  }
  return {
    road: [...road].toSorted(),
    restartsSshd: [...files, ...restored].some((target) => areaOf(target) === "sshd"),
    untested: files
      .filter((target) => bootFiles.test(target))
      .map((target) => `/etc/${target}`)
      .toSorted(),
  };
}

/** The parts of a manifest that the road depends on or that only a boot reads. */
function partsOf({ files, etc, users, units }: Manifest): ReadonlyMap<string, string> {
  const digests = new Map(files.map(({ path, sha256 }) => [path, sha256]));
  return new Map([
    ...etc.map((entry) => [`etc:${entry.target}`, JSON.stringify([entry, digests.get(entry.path)])] as const),
    // Accounts of services have nothing to do with a way in.
    ...users.flatMap((user) => (user.kind === "normal" ? [[`user:${user.name}`, JSON.stringify(user)] as const] : [])),
    ...units.flatMap((unit) =>
      roadUnits.test(unit.name) ? [[`unit:${unit.name}`, JSON.stringify(unit)] as const] : [],
    ),
    ...files.flatMap(({ path, sha256 }) =>
      /^firewall\/[^/]*\.nft$/.test(path) ? [[`rules:${path}`, sha256] as const] : [],
    ),
  ]);
}
