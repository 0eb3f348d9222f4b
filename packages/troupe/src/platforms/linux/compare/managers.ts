/** Other programs of a machine that write what the configuration declares, too. */
import type { Path } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import type { DesiredLinux } from "../desired.ts";
import { otherManager } from "../diagnostics.ts";
import { placeOf } from "../places.ts";
import type { HostState } from "../state.ts";

/** A program that writes a part of the configuration. */
interface Manager {
  readonly program: string;
  /** The part, and what the program does to it. */
  readonly effect: string;
  /** How to make the program yield. */
  readonly advice: string;
  /** True if the machine has the program, and it writes the part. */
  readonly writes: (host: HostState) => boolean;
  /** Paths of options of the part; none if the configuration does not declare it. */
  readonly declared: (desired: DesiredLinux) => readonly Path[];
}

const has =
  (name: string) =>
  ({ managers }: HostState): boolean =>
    managers.has(name);
const files =
  (pattern: RegExp) =>
  ({ generation }: DesiredLinux): readonly Path[] =>
    generation.manifest.etc.flatMap(({ target }) => (pattern.test(target) ? [["environment", "etc", target]] : []));
const firewall = ({ generation }: DesiredLinux): readonly Path[] =>
  [...generation.files.keys()].some((path) => path.startsWith("firewall/"))
    ? [
        ["networking", "firewall", "enable"],
        ["networking", "firewall"],
      ]
    : [];
/** The value that cloud-init uses: the last one of its files. */
const cloudInit = ({ cloudInit: lines }: HostState, key: string): string | undefined =>
  lines
    .findLast((line) => line.startsWith(`${key}:`))
    ?.slice(key.length + 1)
    .trim()
    .replaceAll(/["']/g, "")
    .toLowerCase();
const isTrue = (value: string | undefined): boolean => /^(?:true|yes|on|1)$/.test(value ?? "");

const managers: readonly Manager[] = [
  {
    program: "cloud-init",
    effect: "rewrites /etc/hosts at each boot; Troupe puts its lines back after it",
    advice: "Set `manage_etc_hosts: false` in a file of /etc/cloud/cloud.cfg.d, as `environment.etc` can.",
    writes: (host) => {
      const value = cloudInit(host, "manage_etc_hosts");
      return isTrue(value) || value === "localhost" || value === "template";
    },
    declared: ({ generation }) => (generation.manifest.hosts.length > 0 ? [["networking", "hosts"]] : []),
  },
  {
    program: "cloud-init",
    effect: "sets the host name at boot; Troupe sets its own after it",
    advice: "Set `preserve_hostname: true` in a file of /etc/cloud/cloud.cfg.d, as `environment.etc` can.",
    writes: (host) => host.cloudInit.length > 0 && !isTrue(cloudInit(host, "preserve_hostname")),
    declared: ({ generation }) => (generation.manifest.hostname === undefined ? [] : [["networking", "hostName"]]),
  },
  {
    program: "resolvconf",
    effect: "writes /etc/resolv.conf whenever a network comes up",
    advice: "Remove the package resolvconf, or put the servers into the configuration of the network.",
    writes: has("resolvconf"),
    declared: files(/^resolv\.conf$/),
  },
  {
    program: "NetworkManager",
    effect: "writes /etc/resolv.conf and configures the network itself",
    advice:
      "Set `dns=none` or `unmanaged-devices` in a file of /etc/NetworkManager/conf.d, or configure the network there.",
    writes: has("NetworkManager"),
    declared: files(/^(?:resolv\.conf$|network\/|systemd\/network\/)/),
  },
  {
    program: "Docker",
    effect: "forwards the ports that containers publish past the declared rules, which are for ports of the machine",
    advice: 'Publish ports on addresses such as 127.0.0.1, or set `"iptables": false` in /etc/docker/daemon.json.',
    writes: has("docker"),
    declared: firewall,
  },
  {
    program: "nftables.service",
    effect:
      "flushes all rules, also Troupe's, when it starts or is reloaded; Troupe loads its own again after the boot",
    advice: "Disable nftables.service, or remove `flush ruleset` from /etc/nftables.conf.",
    writes: has("nftables"),
    declared: firewall,
  },
];

/** Warns of programs that write what the configuration declares. */
export function managerProblems(desired: DesiredLinux, host: HostState): readonly Diagnostic[] {
  return managers.flatMap(({ program, effect, advice, writes, declared }) => {
    const paths = writes(host) ? declared(desired) : [];
    if (paths.length === 0) return [];
    return [
      diagnose(otherManager, { machine: desired.target.machine, program, effect, advice }, placeOf(desired, paths)),
    ];
  });
}
