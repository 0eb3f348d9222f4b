/**
 * A simulated machine for the agent script: a mount namespace with a disk of its own, and a systemd that is a few shell
 * scripts. Units, timers and kernel parameters are files in its memory, which a power cut empties.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  constants,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { agentScript } from "../../packages/linux/src/agent/agent.ts";
import { type AgentReply, parseReply } from "../../packages/linux/src/agent/reply.ts";
import { accountFiles } from "./account-files.ts";
import type { Initial } from "./initial.ts";
import { readTree, type Tree, writeTree } from "./tree.ts";

/** False where the matrix may not make mount namespaces. */
export const canSimulate: boolean = process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;

const sources = join(import.meta.dirname, "machine");

/** Programs of the simulated machine that another one's script stands for. */
const aliases: { readonly [program: string]: string } = {
  hostnamectl: "hostname",
  journalctl: "nothing",
  "systemd-analyze": "nothing",
  "dpkg-query": "nothing",
  "apt-get": "nothing",
  "apt-cache": "nothing",
};

const diskFolders = ["etc", "var/lib", "home"];
const memoryFolders = ["run", "proc/sys"];
const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What a program said. */
export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}
/** What the agent script said. */
export interface Answer extends Said {
  readonly reply: AgentReply | undefined;
}
/** A state of a machine. Without a memory, the power is off. */
export interface State {
  readonly disk: Tree;
  readonly memory?: Tree;
}
/** A command that the agent script was about to run, and the state at that moment. */
export interface Step {
  readonly command: string;
  readonly state: Required<State>;
  /** Files whose content a power cut may lose because nothing has synced it -> what the power cut leaves of them. */
  readonly unsynced: ReadonlyMap<string, string>;
}
/** A fault at one command: the commands that match the pattern are counted. */
export interface Fault {
  readonly pattern: string;
  readonly occurrence: number;
  readonly kind: "fail" | "kill" | "full" | "hang";
}

export class Machine {
  readonly #holder: ChildProcess;
  readonly #folder: string;
  /** The agent script that the deployer sends. */
  script: string;
  readonly #namespace: string;
  #last: State | undefined;
  #connection: ChildProcess | undefined;

  private constructor(holder: ChildProcess, folder: string, script: string) {
    this.#holder = holder;
    this.#folder = folder;
    this.script = script;
    this.#namespace = readlinkSync(`/proc/${holder.pid}/ns/mnt`);
  }

  /** Makes a machine with an empty disk. `megabytes` is the size of the disk. */
  static async make(initial: Initial, script: string = agentScript, megabytes = 8): Promise<Machine> {
    const folder = mkdtempSync(join(initial.kernel, "../machine-"));
    chmodSync(folder, 0o755);
    const programs = join(folder, "programs");
    mkdirSync(programs);
    for (const file of readdirSync(sources)) cpSync(join(sources, file), join(programs, file.replace(/\.sh$/, "")));
    for (const file of readdirSync(programs)) chmodSync(join(programs, file), 0o755);
    for (const [alias, program] of Object.entries(aliases)) symlinkSync(program, join(programs, alias));
    // Debian's awk is a link through /etc, which the machine has of its own.
    symlinkSync(realpathSync("/usr/bin/awk"), join(programs, "awk"));
    mkdirSync(join(folder, "steps"));
    for (const name of commandNames(programs)) symlinkSync("/usr/local/bin/step", join(folder, "steps", name));
    cpSync(initial.vendor, join(folder, "systemd/system"), { recursive: true });
    cpSync(join(programs, "systemd-sysctl"), join(folder, "systemd/systemd-sysctl"));
    mkdirSync(join(folder, "faults"));
    execFileSync("mkfifo", [join(folder, "faults/asked"), join(folder, "faults/answered")]);
    const mounts = [
      "mount --make-rprivate /",
      "mount -t tmpfs -o mode=755 machine /mnt",
      "mkdir /mnt/disk /mnt/kernel /mnt/memory /mnt/faults /mnt/steps",
      `mount -t tmpfs -o mode=755,size=${megabytes}m disk /mnt/disk`,
      "mount -t tmpfs -o mode=755 memory /mnt/memory",
      "mkdir -p /mnt/disk/etc /mnt/disk/var/lib /mnt/disk/home /mnt/memory/run /mnt/memory/proc/sys",
      `cp -a ${initial.kernel}/. /mnt/kernel/`,
      `mount --bind ${folder}/faults /mnt/faults`,
      `mount --bind ${programs} /usr/local/bin`,
      `mount --bind ${folder}/steps /mnt/steps`,
      "mkdir /mnt/none",
      "mount --bind /mnt/none /usr/local/sbin",
      `mount --bind ${folder}/systemd /usr/lib/systemd`,
      "mount --bind /mnt/disk/etc /etc",
      "mount --bind /mnt/disk/var/lib /var/lib",
      "mount --bind /mnt/disk/home /home",
      "mount --bind /mnt/memory/proc/sys /proc/sys",
      "mount --bind /mnt/memory/run /run",
      "/usr/bin/echo ready",
      "exec /usr/bin/sleep infinity",
    ];
    const holder = spawn("unshare", ["-m", "setpriv", "--pdeathsig", "KILL", "sh", "-c", mounts.join(" && ")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ready = await Promise.race([once(holder.stdout!, "data"), once(holder, "exit")]);
    if (typeof ready[0] === "number") throw new Error("The mount namespace of the simulated machine cannot be made.");
    return new Machine(holder, folder, script);
  }

  /** Replaces disk and memory. */
  restore({ disk, memory }: State): void {
    this.kill();
    rmSync(this.path("/mnt/disk/full"), { force: true });
    this.setFault(undefined);
    writeTree(this.path("/mnt/disk"), diskFolders, disk);
    writeTree(this.path("/mnt/memory"), memoryFolders, memory ?? new Map());
  }
  /** Reads disk and memory. */
  state(): Required<State> {
    const last = this.#last;
    const state = {
      disk: readTree(this.path("/mnt/disk"), diskFolders, last?.disk),
      memory: readTree(this.path("/mnt/memory"), memoryFolders, last?.memory),
    };
    this.#last = state;
    return state;
  }

  run(command: readonly string[], input: string | Uint8Array = ""): Promise<Said> {
    const child = spawn("nsenter", [`--mount=/proc/${this.#holder.pid}/ns/mnt`, "--", ...command], {
      env: { PATH: path },
      cwd: "/",
      // A process group of its own, so that `hangUp` ends the connection's processes and no unit.
      detached: true,
    });
    this.#connection = child;
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    return new Promise((done, failed) => {
      child.on("error", failed);
      child.on("close", (status) => done({ stdout, stderr, status }));
    });
  }
  /** Asks the agent script, as over a connection. */
  async ask(verb: string, args: readonly string[], input: string | Uint8Array = ""): Promise<Answer> {
    // A file, because a string of the environment has at most 128 KiB. The script is a variable of the shell alone, as over
    // a connection.
    const file = join(this.#folder, "agent");
    writeFileSync(file, this.script);
    const command = `TROUPE=$(/usr/bin/cat ${file}) && eval "$TROUPE"`;
    const said = await this.run(["sh", "-c", command, "troupe", verb, ...args], input);
    return { ...said, reply: parseReply(said.stdout) };
  }
  /** Boots. Everything but the disk is as after a start of the machine. */
  boot(): Promise<Said> {
    return this.run(["/usr/local/bin/boot"]);
  }
  /** Lets time pass until the next timer, and waits for its unit. Returns false without a timer. */
  async fireTimer(): Promise<boolean> {
    return !(await this.run(["/usr/local/bin/fire-timer"])).stdout.startsWith("none");
  }
  /** Waits until no unit of Troupe runs, but for units that fail for ever. */
  async settle(): Promise<void> {
    await this.run(["/usr/local/bin/settle"]);
  }
  /** Ends every process of the machine. */
  kill(): void {
    for (const pid of readdirSync("/proc")) {
      if (!/^\d+$/.test(pid) || Number(pid) === this.#holder.pid) continue;
      try {
        if (readlinkSync(`/proc/${pid}/ns/mnt`) === this.#namespace) process.kill(Number(pid), "SIGKILL");
      } catch {
        // The process has ended.
      }
    }
  }

  /** Ends the processes of the last connection, as when the deployer dies. */
  hangUp(): void {
    const { pid } = this.#connection ?? {};
    if (pid === undefined) return;
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // The connection has ended.
    }
  }
  /** Makes space on the disk again. */
  empty(): void {
    rmSync(this.path("/mnt/disk/full"), { force: true });
  }

  /** Brings a fault to a command of the next run. */
  setFault(fault: Fault | undefined): void {
    const write = (file: string, text: string) => writeFileSync(join(this.#folder, "faults", file), text);
    for (const file of ["pattern", "fault", "hits", "hung"])
      rmSync(join(this.#folder, "faults", file), { force: true });
    this.#putBefore(undefined);
    if (fault === undefined) return;
    write("pattern", `${fault.pattern}\n`);
    write("fault", `${fault.occurrence} ${fault.kind}\n`);
    write("hits", "0\n");
    this.#putBefore(fault.pattern.split(" ")[0]!);
  }
  /** True if the command with the fault has been reached. */
  get wasReached(): boolean {
    return Number(this.#faults("hits")) >= Number(this.#faults("fault").split(" ")[0]);
  }
  /** True while a command hangs without a limit. */
  get hangs(): boolean {
    return this.#faults("hung").startsWith("for ever");
  }
  #faults(file: string): string {
    try {
      return readFileSync(join(this.#folder, "faults", file), "utf8") || " ";
    } catch {
      return "";
    }
  }
  /** Puts `step` before one program, before all of them, or before none. */
  #putBefore(program: string | undefined | "all"): void {
    const folder = this.path("/mnt/none");
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    const names = program === undefined ? [] : program === "all" ? readdirSync(join(this.#folder, "steps")) : [program];
    for (const name of names) symlinkSync("/usr/local/bin/step", join(folder, name));
  }

  /** Runs something, and records each command of the agent script with the state before it. */
  async record(action: () => Promise<unknown>): Promise<readonly Step[]> {
    const steps: Step[] = [];
    const synced = new SyncedFiles(this.state().disk);
    this.setFault(undefined);
    this.#putBefore("all");
    const asked = await open(join(this.#folder, "faults/asked"), constants.O_RDWR);
    const answered = await open(join(this.#folder, "faults/answered"), constants.O_RDWR);
    writeFileSync(join(this.#folder, "faults/record"), "");
    const note = (line: string) => {
      const state = this.state();
      if (line.startsWith("synced ")) return synced.sync(line.slice(7).split("\u001f"), state.disk);
      if (syncing.test(steps.at(-1)?.command ?? "")) synced.sync(accountPaths, state.disk);
      steps.push({ command: line, state, unsynced: synced.unsynced(state.disk) });
    };
    const serving = serve(asked, answered, note);
    await action();
    await asked.write("end of the recording\n");
    await serving;
    note("(the end)");
    await asked.close();
    await answered.close();
    rmSync(join(this.#folder, "faults/record"));
    this.#putBefore(undefined);
    return steps;
  }

  /** The path of a file of the machine, for this process. */
  path(file: string): string {
    return `/proc/${this.#holder.pid}/root${file}`;
  }
  [Symbol.dispose](): void {
    this.kill();
    this.#holder.kill("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Names of all programs that the agent script could run, but for those that the simulation itself is made of. */
function commandNames(programs: string): ReadonlySet<string> {
  const folders = [programs, "/usr/sbin", "/usr/bin"];
  const own = new Set(["step", "units", "boot", "fire-timer", "settle", "nothing"]);
  return new Set(folders.flatMap((folder) => readdirSync(folder)).filter((name) => !own.has(name)));
}

/** Answers each line that the machine writes, after a note of it, until the recording ends. */
async function serve(asked: FileHandle, answered: FileHandle, note: (line: string) => void): Promise<void> {
  let rest = "";
  for (;;) {
    const { bytesRead, buffer } = await asked.read(Buffer.alloc(65536), 0, 65536);
    const lines = (rest + buffer.toString("latin1", 0, bytesRead)).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      if (line === "end of the recording") return;
      note(line);
      await answered.write("\n");
    }
  }
}

/** Account tools sync a database before they rename it; vipw and vigr leave that to their editor. */
const accountPaths = [...accountFiles].map((path) => `/${path}`);
const syncing = /^(user|group)(add|mod|del) |^gpasswd /;

/** The files that a power cut cannot lose. */
class SyncedFiles {
  /** Inode -> the content that was synced last. */
  readonly #contents = new Map<string, string>();
  constructor(disk: Tree) {
    this.sync([], disk);
  }
  /** Marks the files that `sync` with these arguments makes safe. */
  sync(args: readonly string[], disk: Tree): void {
    const files = args.filter((argument) => argument !== "" && !argument.startsWith("-"));
    const isWhole = files.length === 0 || args.includes("-f") || args.includes("--file-system");
    for (const [file, entry] of disk)
      if (entry.type === "file" && (isWhole || files.includes(`/${file}`)))
        this.#contents.set(inodeOf(entry), entry.content);
  }
  /** Returns the files with unsynced content. A file that only grew keeps what was synced; another one is empty. */
  unsynced(disk: Tree): ReadonlyMap<string, string> {
    const lost = new Map<string, string>();
    for (const [file, entry] of disk) {
      if (entry.type !== "file" || entry.content === "") continue;
      const synced = this.#contents.get(inodeOf(entry)) ?? "";
      if (synced !== entry.content) lost.set(file, entry.content.startsWith(synced) ? synced : "");
    }
    return lost;
  }
}
const inodeOf = ({ version }: { readonly version: string }): string => version.split(" ")[0]!;
