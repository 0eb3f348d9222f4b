/** A lab: real systemd hosts on one machine, in a network of their own, with faults on demand. */
import { threadId } from "node:worker_threads";
import { checkHostNames, checkLabName, hostAddress, hostNames } from "./addresses.ts";
import { groupMemory } from "./control-groups.ts";
import { type CommandOptions, type CommandResult, run, shellCommand } from "./command.ts";
import { LabError } from "./lab-error.ts";
import type { HostInLab } from "./host-kind.ts";
import { boot, bootId, insidePrefix, isRunning, powerOff, ready } from "./host.ts";
import { buildLayers, type Layer } from "./layer.ts";
import { makeLab } from "./lab-creation.ts";
import { machineImage } from "./machine-image.ts";
import { cutHosts, setLink } from "./network.ts";
import { thisBoot, thisProcess } from "./owner-process.ts";
import { groupPath, labPaths } from "./paths.ts";
import { type Progress, silent } from "./progress.ts";
import { type LabRecord, readRecord } from "./lab-record.ts";
import { reapAbandoned, removeLab, withLabsLock } from "./lab-removal.ts";
import { buildRepository, type Repository } from "./repository.ts";
import { execPrefix } from "./ssh-files.ts";
import { hostsSupported, machinesSupported } from "./host-support.ts";

/** A host of a new lab. */
export interface HostOptions {
  /** The host's name: a small letter, then small letters, digits and "-". */
  readonly name: string;
  /** Packages that the host has from the start, in the order of installation. Default: the layers of the lab. */
  readonly layers?: readonly Layer[];
  /** Packages that the host can install. Default: the repository of the lab. */
  readonly repository?: Repository;
  /**
   * A folder with a root file system that the host boots instead of the base image and layers. The host does not write
   * to the folder.
   */
  readonly root?: string;
  /** Code name of the Debian release that the host runs. Default: the release of the lab. */
  readonly release?: string;
  /** Makes the host a virtual machine with a kernel and a disk of its own. Default: as the lab says. */
  readonly vm?: boolean;
  /** MiB of memory of a virtual machine. Default: 512. */
  readonly memory?: number;
  /**
   * MiB that the host can write. Default: 4096 for a virtual machine, no limit for a container. A container with a limit
   * has its files in memory.
   */
  readonly disk?: number;
}

/** Options of {@link createLab}. */
export interface LabOptions {
  /**
   * The hosts, or their number (hosts are then called alice, bob, carol, …). Addresses follow the order of hosts: see
   * {@link LabOptions.ipv6}.
   */
  readonly hosts: number | readonly (string | HostOptions)[];
  /** The lab's name, which namespaces, folders and control groups of the lab contain. Default: a unique name. */
  readonly name?: string;
  /** Packages that every host has from the start. */
  readonly layers?: readonly Layer[];
  /** Packages that every host can install. */
  readonly repository?: Repository;
  /**
   * Code name of the Debian release that every host runs. Default: bookworm; on a machine of another distribution, the
   * machine's release.
   */
  readonly release?: string;
  /** Makes every host a virtual machine, which boots in half a minute: see the README for the differences. */
  readonly vm?: boolean;
  /** Makes a network without IPv4: hosts are fd00:231::11, ::12, … instead of 10.231.0.11, .12, … */
  readonly ipv6?: boolean;
  /** Leaves the lab running when this process ends, until `down`. */
  readonly keep?: boolean;
  /** Receives a line for every step that takes longer than half a second. */
  readonly progress?: Progress;
}

/** A host of a lab. */
export interface LabHost {
  readonly name: string;
  readonly address: string;
}

/** The state of a host. */
export interface HostState extends LabHost {
  readonly running: boolean;
  /** The host is cut off from the network. */
  readonly cut: boolean;
  /** Bytes of memory that the host uses, where the machine counts them. */
  readonly memory?: number;
}

/** A lab. Methods take the names of hosts in {@link LabOptions}; unknown names throw a {@link LabError}. */
export interface Lab {
  readonly name: string;
  readonly hosts: readonly LabHost[];
  /** An argv prefix that runs a command of this machine in the network of the lab. */
  readonly execPrefix: readonly string[];
  /**
   * Path of a program that takes the arguments of `ssh`, runs in the network of the lab, and knows keys and hosts. Its
   * folder may stand first in PATH.
   */
  readonly sshProgram: string;
  /** Paths of files for ssh: the configuration for this lab, the private key of root on every host, and known_hosts. */
  readonly sshConfig: string;
  readonly sshKey: string;
  readonly knownHosts: string;

  /** Makes the lab and waits until every host has booted. If the lab is up, starts the hosts that are off. */
  up(): Promise<void>;
  /** Ends all hosts at once and removes all parts of the lab. A lab that is not up is no error. */
  down(): Promise<void>;
  /** Calls `down`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;

  /** Runs a command on a host as root by ssh, through sh on the host: a text unchanged, a list of arguments quoted. */
  ssh(host: string, command: string | readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Runs a command of this machine in the network of the lab. */
  exec(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Runs a command inside a host without the network, so also while the host is cut off. */
  inside(host: string, command: string | readonly string[], options?: CommandOptions): Promise<CommandResult>;

  /** Returns an argv prefix that runs a command inside a host without the network. */
  insidePrefix(host: string): Promise<readonly string[]>;

  /** Cuts the host off from the network. Packets are lost without notice to sender or receiver. */
  cut(host: string): Promise<void>;
  /** Connects the host again. */
  heal(host: string): Promise<void>;
  /**
   * Cuts the host's power: the host is cut off first, so that no peer receives the end of a connection, then all
   * processes end at once.
   */
  kill(host: string): Promise<void>;
  /** Connects and boots a host that is off, and waits for its boot. */
  start(host: string): Promise<void>;
  /** Makes the host reboot itself, and waits for its boot. */
  reboot(host: string): Promise<void>;
  /** Returns the states of the hosts, in the order of hosts. */
  status(): Promise<readonly HostState[]>;
}

let labCount = 0;

/**
 * Returns a lab that is not up yet. The lab belongs to this process: if the process is killed, the next use of any lab
 * on this machine removes the lab.
 *
 * @example
 * await using lab = createLab({ hosts: ["alice", "bob"] });
 * await lab.up();
 * const { stdout } = await lab.ssh("alice", "getent hosts bob"); // => "10.231.0.12  bob\n"
 * await lab.cut("bob");
 */
export function createLab(options: LabOptions): Lab {
  const { name = `lab-${process.pid}-${threadId}-${++labCount}`, progress = silent } = options;
  checkLabName(name);
  const requested = typeof options.hosts === "number" ? hostNames(options.hosts) : options.hosts;
  const { layers, repository, release, vm } = options;
  const hosts = requested.map((host) => ({ layers, repository, release, vm, ...asHost(host) }));
  const family = options.ipv6 === true ? "ipv6" : "ipv4";
  checkHostNames(hosts.map((host) => host.name));

  const plan = async (): Promise<LabRecord> => {
    const records: LabRecord["hosts"][number][] = [];
    for (const [index, { name, layers = [], repository, root, release, vm, memory = 512, disk }] of hosts.entries()) {
      if (vm === true && root !== undefined)
        throw new LabError(`${name} is a virtual machine, which boots no root folder`);
      const machine = vm === true ? await machineImage(layers, progress, release) : undefined;
      const lower = machine?.lower ?? (root === undefined ? await buildLayers(layers, progress, release) : [root]);
      const folder = repository === undefined ? undefined : await buildRepository(repository, progress, release);
      records.push({
        name,
        address: hostAddress(family, index),
        lower,
        ...(folder !== undefined && { repository: folder }),
        ...(disk !== undefined && { disk }),
        ...(machine !== undefined && { machine: { image: machine.image, memory, index } }),
      });
    }
    return {
      version: 1,
      name,
      boot: thisBoot(),
      hosts: records,
      ...(options.keep !== true && { owner: thisProcess() }),
    };
  };
  return labOf(
    name,
    hosts.map(({ name, vm }, index) => ({ name, address: hostAddress(family, index), ...(vm === true && { vm }) })),
    plan,
    progress,
  );
}

/** Returns the lab of this name that is up, or undefined. Any process may have made the lab. */
export function openLab(name: string, options: { readonly progress?: Progress } = {}): Lab | undefined {
  checkLabName(name);
  const record = readRecord(name);
  const hosts = record?.hosts.map(({ name, address, machine }) => ({ name, address, vm: machine !== undefined }));
  return record === undefined ? undefined : labOf(name, hosts ?? [], async () => record, options.progress ?? silent);
}

function asHost(host: string | HostOptions): HostOptions {
  return typeof host === "string" ? { name: host } : host;
}

/** A host of a lab that may be down. */
interface NamedHost extends LabHost {
  readonly vm?: boolean;
}

function labOf(name: string, hosts: readonly NamedHost[], plan: () => Promise<LabRecord>, progress: Progress): Lab {
  const paths = labPaths(name);
  const prefix = execPrefix(name);

  const indexOf = (host: string): number => {
    const index = hosts.findIndex((each) => each.name === host);
    if (index < 0)
      throw new LabError(
        `the lab "${name}" has no host "${host}"; it has ${hosts.map((each) => each.name).join(", ")}`,
      );
    return index;
  };
  const present = (host: string): HostInLab => {
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
      const supported = hosts.some((host) => host.vm === true) ? machinesSupported() : hostsSupported();
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
      const labHost = present(host);
      const before = await bootId(labHost);
      // The connection may end before the answer.
      await lab.inside(host, "systemctl --no-block reboot", { timeout: 60_000, allowFailure: true });
      await ready(labHost, before);
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
