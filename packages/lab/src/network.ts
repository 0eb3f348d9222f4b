/**
 * The network of a lab: one namespace with a bridge, which stands for the network between the hosts, and one namespace
 * per container with a single interface. Addresses of containers are set from outside, so they need no network
 * configuration of their own. A virtual machine configures the interface that a tap device of the bridge leads to.
 */
import { readdir, readlink, stat } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { type AddressFamily, addressFamily, gatewayAddress, withPrefixLength } from "./addresses.ts";
import { run } from "./command.ts";

/** The description of a network: the lab's name and its hosts in order. */
export interface NetworkPlan {
  readonly name: string;
  readonly hosts: readonly { readonly name: string; readonly address: string; readonly machine?: object }[];
}

/** Returns the name of the namespace with the lab's bridge. */
export function labNamespace(lab: string): string {
  return `troupe-lab-${lab}`;
}

/** Returns the name of the namespace of a host. */
export function hostNamespace(lab: string, host: string): string {
  return `troupe-lab-${lab}.${host}`;
}

/** Returns the path of a namespace for `nsenter --net=`. */
export function namespacePath(namespace: string): string {
  return `/run/netns/${namespace}`;
}

/**
 * Settings of an address family: the option of `ip`, an option of `ip address add`, and the kernel setting of a
 * gateway.
 */
const families: Readonly<
  Record<AddressFamily, { readonly ip: string; readonly address: string; readonly forwarding: string }>
> = {
  ipv4: { ip: "-4", address: "", forwarding: "ipv4/ip_forward" },
  // Without "nodad" an address cannot be used for a second, while the kernel looks for duplicates.
  ipv6: { ip: "-6", address: " nodad", forwarding: "ipv6/conf/all/forwarding" },
};

/**
 * Makes the namespaces and connects every host. The network has addresses of one family, that of the hosts' addresses.
 */
export async function makeNetwork({ name, hosts }: NetworkPlan): Promise<void> {
  const lab = labNamespace(name);
  const family = addressFamily(hosts[0]?.address ?? "");
  const { ip: familyOption, address: addressOption, forwarding } = families[family];
  const containers = hosts.filter((host) => host.machine === undefined);
  await ip(
    [],
    [lab, ...containers.map((host) => hostNamespace(name, host.name))].map((namespace) => `netns add ${namespace}`),
  );
  await ip(
    [familyOption, "-n", lab],
    [
      "link set lo up",
      "link add hosts type bridge",
      `addr add ${withPrefixLength(gatewayAddress(family))} dev hosts${addressOption}`,
      "link set hosts up",
      ...hosts.flatMap((host, index) => [
        host.machine === undefined
          ? `link add ${port(index)} type veth peer name eth0 netns ${hostNamespace(name, host.name)}`
          : `tuntap add ${port(index)} mode tap`,
        `link set ${port(index)} master hosts up`,
      ]),
    ],
  );
  await Promise.all([
    // A gateway that does not forward drops packets to other networks, and their sender waits for minutes. A gateway
    // that forwards answers that
    // the network is unreachable.
    run(["nsenter", `--net=${namespacePath(lab)}`, "sh", "-c", `echo 1 > /proc/sys/net/${forwarding}`]),
    ...containers.map((host) =>
      ip(
        [familyOption, "-n", hostNamespace(name, host.name)],
        [
          "link set lo up",
          "link set eth0 up",
          `addr add ${withPrefixLength(host.address)} dev eth0${addressOption}`,
          `route add default via ${gatewayAddress(family)}`,
        ],
      ),
    ),
  ]);
}

/** Connects or cuts off the host at `index`, at the lab's end of the cable: the host's own interface stays up. */
export async function setLink(lab: string, index: number, state: "up" | "down"): Promise<void> {
  await run(["ip", "-n", labNamespace(lab), "link", "set", port(index), state]);
}

/** Returns the indexes of the hosts that are cut off. */
export async function cutHosts(lab: string): Promise<ReadonlySet<number>> {
  const { stdout } = await run(["ip", "-n", labNamespace(lab), "-json", "link", "show"], { allowFailure: true });
  const links = JSON.parse(stdout === "" ? "[]" : stdout) as {
    readonly ifname: string;
    readonly flags: readonly string[];
  }[];
  const cut = links.filter((link) => link.ifname.startsWith("port") && !link.flags.includes("UP"));
  return new Set(cut.map((link) => Number(link.ifname.slice("port".length))));
}

/** Ends the processes in the lab's namespace and removes all namespaces of the lab. Missing namespaces are no error. */
export async function removeNetwork({ name, hosts }: NetworkPlan): Promise<void> {
  await killInside(labNamespace(name));
  const existing = new Set(await readdir("/run/netns").catch(() => []));
  const ours = [labNamespace(name), ...hosts.map((host) => hostNamespace(name, host.name))].filter((each) =>
    existing.has(each),
  );
  if (ours.length > 0)
    await ip(
      ["-force"],
      ours.map((namespace) => `netns delete ${namespace}`),
    );
}

/**
 * Ends the processes in a namespace (a control connection of ssh, a server of a test), except this process and its
 * ancestors.
 */
async function killInside(namespace: string): Promise<void> {
  const inode = await stat(namespacePath(namespace)).then(
    (entry) => entry.ino,
    () => undefined,
  );
  if (inode === undefined) return;
  const spared = ancestors();
  const processes = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry)).map(Number);
  await Promise.all(
    processes.map(async (pid) => {
      const link = await readlink(`/proc/${pid}/ns/net`).catch(() => "");
      if (link !== `net:[${inode}]` || spared.has(pid)) return;
      try {
        process.kill(pid, "SIGKILL");
      } catch {} // the process has ended meanwhile
    }),
  );
}

function ancestors(): ReadonlySet<number> {
  const pids = new Set<number>();
  for (let pid = process.pid; pid > 0 && !pids.has(pid);) {
    pids.add(pid);
    const parent = /^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    pid = Number(parent?.[1] ?? 0);
  }
  return pids;
}

/**
 * Returns the name of the lab's end of the cable to a host. The kernel limits names of interfaces to 15 characters, too
 * few for names of hosts.
 */
export function port(index: number): string {
  return `port${index}`;
}

async function ip(options: readonly string[], commands: readonly string[]): Promise<void> {
  await run(["ip", ...options, "-batch", "-"], { input: commands.join("\n") });
}
