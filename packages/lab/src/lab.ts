/** A lab: real systemd hosts on one machine, in a network of their own, with faults at the push of a button. */
import { setTimeout as sleep } from "node:timers/promises";
import { threadId } from "node:worker_threads";
import { checkHostNames, checkLabName, hostAddress, hostNames } from "./addresses.ts";
import { groupMemory } from "./cgroups.ts";
import { type CommandOptions, type CommandResult, run, shellCommand } from "./command.ts";
import { LabError } from "./error.ts";
import { bootCount, boot, type HostIn, insidePrefix, isRunning, powerOff, ready } from "./host.ts";
import { buildLayers, type Layer } from "./layer.ts";
import { makeLab } from "./making.ts";
import { cutHosts, setLink } from "./network.ts";
import { thisBoot, thisProcess } from "./owner.ts";
import { groupPath, labPaths } from "./paths.ts";
import { type Progress, silent } from "./progress.ts";
import { type LabRecord, readRecord } from "./record.ts";
import { reapAbandoned, removeLab, withLabsLock } from "./removal.ts";
import { buildRepository, type Repository } from "./repository.ts";
import { execPrefix } from "./ssh-files.ts";
import { hostsSupported } from "./support.ts";

/** One host of a lab that is to be made. */
export interface HostOptions {
  /** A small letter, then small letters, digits and "-". */
  readonly name: string;
  /** Packages it has from the start, in the order in which they are installed. Default: those of the lab. */
  readonly layers?: readonly Layer[];
  /** Packages it can install. Default: those of the lab. */
  readonly repository?: Repository;
  /** A folder with the root file system it boots from instead of the base image and layers; the host only reads it. */
  readonly root?: string;
  /** The Debian release it runs. Default: that of the lab. */
  readonly release?: string;
}

/** What a lab shall be. */
export interface LabOptions {
  /** How many hosts (they are called alice, bob, carol, …), or which ones. Addresses follow their order: see {@link LabOptions.ipv6}. */
  readonly hosts: number | readonly (string | HostOptions)[];
  /** Part of the names of everything the lab makes. Default: a name nobody else uses. */
  readonly name?: string;
  /** Packages every host has from the start. */
  readonly layers?: readonly Layer[];
  /** Packages every host can install. */
  readonly repository?: Repository;
  /** The Debian release that every host runs, by its code name. Default: bookworm; on a distribution other than Debian, its own release. */
  readonly release?: string;
  /** A network without IPv4: hosts are fd00:231::11, ::12, … instead of 10.231.0.11, .12, … */
  readonly ipv6?: boolean;
  /** Leaves the lab running when this process ends, until somebody takes it down. */
  readonly keep?: boolean;
  /** Told about everything that takes longer than half a second. */
  readonly progress?: Progress;
}

/** A host of a lab. */
export interface LabHost {
  readonly name: string;
  readonly address: string;
}

/** How a host is. */
export interface HostState extends LabHost {
  readonly running: boolean;
  /** Its network is cut. */
  readonly cut: boolean;
  /** Bytes of memory it uses, where the machine counts them. */
  readonly memory?: number;
}

/** Real hosts, once `up` was called. Hosts are named as in {@link LabOptions}; unknown names throw a {@link LabError}. */
export interface Lab {
  readonly name: string;
  readonly hosts: readonly LabHost[];
  /** argv in front of a command that shall run in the network of the lab: `spawn(...)` it to reach the hosts. */
  readonly execPrefix: readonly string[];
  /** Path of a program that takes the arguments of `ssh`, runs in the network of the lab, and knows its keys and hosts. Its folder may stand first in PATH. */
  readonly sshProgram: string;
  /** Paths of files for ssh: its configuration for this lab, the private key of root on every host, and known_hosts. */
  readonly sshConfig: string;
  readonly sshKey: string;
  readonly knownHosts: string;

  /** Makes the lab and waits until every host has booted. In a lab that is up, starts the hosts that are off. */
  up(): Promise<void>;
  /** Ends all hosts at once and removes everything the lab made. Nothing to do is fine. */
  down(): Promise<void>;
  /** The same as `down`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;

  /** Runs a command on a host as root by ssh, through sh there: text as it is, a list of arguments quoted. */
  ssh(host: string, command: string | readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Runs a command of this machine in the network of the lab. */
  exec(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Runs a command inside a host without its network, so also while it is cut off. */
  inside(host: string, command: string | readonly string[], options?: CommandOptions): Promise<CommandResult>;

  /** argv in front of a command that shall run inside a host without its network. */
  insidePrefix(host: string): Promise<readonly string[]>;

  /** Pulls the host's network cable: what is on its way is lost, and nobody is told. */
  cut(host: string): Promise<void>;
  /** Plugs the cable in again. */
  heal(host: string): Promise<void>;
  /** Pulls the plug: the network goes first, so that nobody hears of the end, then every process in the same instant. */
  kill(host: string): Promise<void>;
  /** Connects and boots a host that is off, and waits until it has booted. */
  start(host: string): Promise<void>;
  /** Lets the host reboot by itself, and waits until it has. */
  reboot(host: string): Promise<void>;
  /** How the hosts are, in their order. */
  status(): Promise<readonly HostState[]>;
}

let made = 0;

/**
 * A lab that is not up yet. It belongs to this process: if the process dies, the next one that uses a lab on this machine
 * removes what is left.
 *
 * @example
 * await using lab = createLab({ hosts: ["alice", "bob"] });
 * await lab.up();
 * const { stdout } = await lab.ssh("alice", "getent hosts bob"); // => "10.231.0.12  bob\n"
 * await lab.cut("bob");
 */
export function createLab(options: LabOptions): Lab {
  const { name = `lab-${process.pid}-${threadId}-${++made}`, progress = silent } = options;
  checkLabName(name);
  const requested = typeof options.hosts === "number" ? hostNames(options.hosts) : options.hosts;
  const { layers, repository, release } = options;
  const hosts = requested.map((host) => ({ layers, repository, release, ...asHost(host) }));
  const family = options.ipv6 === true ? "ipv6" : "ipv4";
  checkHostNames(hosts.map((host) => host.name));

  const plan = async (): Promise<LabRecord> => {
    const records: LabRecord["hosts"][number][] = [];
    for (const [index, { name, layers = [], repository, root, release }] of hosts.entries()) {
      const lower = root === undefined ? await buildLayers(layers, progress, release) : [root];
      const folder = repository === undefined ? undefined : await buildRepository(repository, progress, release);
      records.push({ name, address: hostAddress(family, index), lower, ...(folder !== undefined && { repository: folder }) });
    }
    return { version: 1, name, boot: thisBoot(), hosts: records, ...(options.keep !== true && { owner: thisProcess() }) };
  };
  return labOf(
    name,
    hosts.map((host, index) => ({ name: host.name, address: hostAddress(family, index) })),
    plan,
    progress,
  );
}

/** A lab that is up, whoever made it; undefined if there is none of this name. */
export function openLab(name: string, options: { readonly progress?: Progress } = {}): Lab | undefined {
  checkLabName(name);
  const record = readRecord(name);
  return record === undefined ? undefined : labOf(name, record.hosts, async () => record, options.progress ?? silent);
}

function asHost(host: string | HostOptions): HostOptions {
  return typeof host === "string" ? { name: host } : host;
}

function labOf(name: string, hosts: readonly LabHost[], plan: () => Promise<LabRecord>, progress: Progress): Lab {
  const paths = labPaths(name);
  const prefix = execPrefix(name);

  const indexOf = (host: string): number => {
    const index = hosts.findIndex((each) => each.name === host);
    if (index < 0) throw new LabError(`the lab "${name}" has no host "${host}"; it has ${hosts.map((each) => each.name).join(", ")}`);
    return index;
  };
  const present = (host: string): HostIn => {
    const found = readRecord(name)?.hosts[indexOf(host)];
    if (found === undefined) throw new LabError(`the lab "${name}" is not up`);
    return { lab: name, host: found };
  };

  const lab: Lab = {
    name,
    hosts: hosts.map(({ name, address }) => ({ name, address })),
    execPrefix: prefix,
    sshProgram: paths.ssh,
    sshConfig: paths.sshConfig,
    sshKey: paths.key,
    knownHosts: paths.knownHosts,

    async up() {
      const supported = hostsSupported();
      if (!supported.ok) throw new LabError(`hosts cannot be booted here: ${supported.reason}`);
      await makeLab(await plan(), progress);
      progress(`booting ${hosts.map((host) => host.name).join(", ")}`);
      await Promise.all(
        (await lab.status()).map(async ({ name: host, running, cut }) => {
          if (!running) await lab.start(host);
          else if (!cut) await ready(present(host));
        }),
      );
    },
    async down() {
      await withLabsLock(progress, async () => {
        const record = readRecord(name);
        if (record !== undefined) await removeLab(record);
        await reapAbandoned(progress);
      });
    },
    [Symbol.asyncDispose]: () => lab.down(),

    async ssh(host, command, options) {
      present(host);
      return run([paths.ssh, host, shellCommand(command)], options);
    },
    exec: (argv, options) => run([...prefix, ...argv], options),
    async inside(host, command, options) {
      return run([...(await lab.insidePrefix(host)), "sh", "-c", shellCommand(command)], options);
    },

    insidePrefix: (host) => insidePrefix(present(host)),

    cut: (host) => setLink(name, indexOf(host), "down"),
    heal: (host) => setLink(name, indexOf(host), "up"),
    async kill(host) {
      await setLink(name, indexOf(host), "down");
      await powerOff(present(host));
    },
    async start(host) {
      await setLink(name, indexOf(host), "up");
      if (!(await isRunning(present(host)))) await boot(present(host));
      await ready(present(host));
    },
    async reboot(host) {
      const it = present(host);
      const before = await bootCount(it);
      await lab.inside(host, "systemctl reboot");
      while ((await bootCount(it)) === before) {
        if (!(await isRunning(it))) throw new LabError(`${host} went off instead of rebooting`);
        await sleep(10);
      }
      await ready(it);
    },
    async status() {
      const cut = await cutHosts(name);
      return Promise.all(
        hosts.map(async ({ name: host, address }, index) => {
          const memory = await groupMemory(groupPath(name, host));
          const state = { name: host, address, running: await isRunning(present(host)), cut: cut.has(index) };
          return { ...state, ...(state.running && memory !== undefined && { memory }) };
        }),
      );
    },
  };
  return lab;
}
