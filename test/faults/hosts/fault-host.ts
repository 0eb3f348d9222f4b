/** A host of the lab with programs that stop the agent script at a step, and a deployer in front of it. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Lab } from "@troupe/lab";
import { hostPaths } from "../../../packages/lab/src/paths.ts";
import { status } from "../../../packages/troupe/src/deploy/status.ts";
import type { MachineState } from "../../../packages/troupe/src/deploy/model/state.ts";
import { openssh } from "../../../packages/troupe/src/remote/openssh.ts";
import { type Place, target } from "./places.ts";

/** The outcome of an apply, as the deployer told it. */
export interface Told {
  readonly outcome: string;
  readonly problems: readonly string[];
}

/** A fault that a step meets: `hold` waits, `full` fills the disk, `kill` ends the agent script. */
export type StepFault = "hold" | "full" | "kill";

/** The step that met the fault. */
export interface Reached {
  readonly wasPending: boolean;
  readonly command: string;
}

/** Programs that the agent script calls and that change something, or that stand between such programs. */
const programs = (
  "awk cat chmod chown cp cut find flock getent grep groupadd head hostname ln mkdir mktemp mv nft rm rmdir sed " +
  "sha256sum sort stat sync sysctl systemctl systemd-run tail tee timeout touch tr useradd vigr vipw"
).split(" ");

const sourceOf = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");

/** Seconds for units and for the confirmation. An emulated machine is slow. */
const limits = { container: ["20", "5"], vm: ["120", "60"] };

export class FaultHost {
  readonly lab: Lab;
  readonly #log: string;
  readonly #limits: readonly string[];
  readonly #isMachine: boolean;
  /** The number of faults so far, which tells their lines on the console apart. */
  #mark = 0;

  constructor(lab: Lab, isMachine: boolean) {
    this.lab = lab;
    this.#isMachine = isMachine;
    this.#limits = isMachine ? limits.vm : limits.container;
    this.#log = hostPaths(lab.name, "alice").log;
  }

  /** Puts the programs that count steps in their place. */
  async setUp(): Promise<void> {
    await this.run(
      `mkdir -p /root/faults; cat >/usr/local/lib/step && chmod 755 /usr/local/lib/step && ` +
        `for name in ${programs.join(" ")}; do ln -sfn /usr/local/lib/step /usr/local/sbin/$name; done; sync`,
      sourceOf("step.sh"),
    );
  }

  /** Runs a command on the host without its network. */
  async run(command: string, input = ""): Promise<string> {
    // The programs that count steps are not in this path.
    const { stdout } = await this.lab.inside("alice", `PATH=/usr/sbin:/usr/bin\n${command}`, { input });
    return stdout;
  }

  /** Lets the fault wait for the step with this number, `when` it is of the running switch or of the next boot. */
  async arm(number: number, fault: StepFault, when: "switch" | "boot" = "switch"): Promise<void> {
    const folder = when === "switch" ? "/run/faults" : "/root/faults";
    await this.run(
      `rm -f /run/faults-steps; mkdir -p ${folder}; echo ${number} ${fault} ${++this.#mark} >${folder}/armed; sync ${folder} ${folder}/armed`,
    );
  }

  /** Takes faults that no step met away. Returns the number of steps that were counted. */
  async disarm(): Promise<number> {
    const text = await this.run(
      "cat /run/faults-steps 2>/dev/null; rm -rf /run/faults /run/faults-steps /root/faults/armed",
    );
    return text.length;
  }

  /** Lets a step go on that waits. */
  async release(): Promise<void> {
    await this.run("rm -f /run/faults/held");
  }

  /** Waits until a step has met the fault that was armed last, or `ended`. The console tells it, so that the machine does nothing for us. */
  async reached(ended: Promise<unknown>): Promise<Reached | undefined> {
    let isOver = false;
    void ended.then(
      () => (isOver = true),
      () => (isOver = true),
    );
    for (;;) {
      const wasOver = isOver;
      const text = await readFile(this.#log, "latin1").catch(() => "");
      const [, pending, command] = new RegExp(`fault ${this.#mark}: (\\w+) (\\d+ .*)`).exec(text) ?? [];
      if (command !== undefined) return { wasPending: pending === "pending", command: command.trim() };
      if (wasOver) return undefined;
      await sleep(20);
    }
  }

  /** Starts a deployer that applies the place. */
  deploy(place: Place): Deployer {
    const script = join(import.meta.dirname, "apply-process.ts");
    const child = spawn(
      process.execPath,
      ["--conditions=troupe-source", "--disable-warning=ExperimentalWarning", script, place, ...this.#limits],
      { env: { ...process.env, TROUPE_SSH: this.lab.sshProgram, NODE_OPTIONS: "" }, stdio: ["ignore", "pipe", "pipe"] },
    );
    return new Deployer(child);
  }

  /** Waits until no switch is pending, no revert is due, and no part of a revert is tried again. */
  async settle(): Promise<void> {
    const due =
      "[ -e /var/lib/troupe/pending ] || [ -e /var/lib/troupe/unfinished ] || systemctl -q is-active 'troupe-activate*' 'troupe-rollback-*'";
    for (let tries = 0; tries < 200; tries++) {
      if ((await this.run(`if ${due}; then echo due; fi`)) === "") return;
      await sleep(this.#isMachine ? 5000 : 500);
    }
  }

  /** Returns a line for each thing that is in effect on the host. */
  async observe(): Promise<ReadonlySet<string>> {
    const lines = (await this.run(sourceOf("observe.sh"))).split("\n").filter((line) => line !== "");
    return new Set(lines.toSorted());
  }

  /** Returns the state that the deployer reads. */
  async status(): Promise<MachineState> {
    await using transport = openssh({ ssh: [this.lab.sshProgram], connectTimeout: 20 });
    const [state] = await status([target], { transport });
    return state!;
  }
}

/** A deployer that runs. */
export class Deployer {
  readonly #child: ChildProcess;
  /** Resolves when the deployer ended, with undefined if it was killed. */
  readonly ended: Promise<Told | undefined>;

  constructor(child: ChildProcess) {
    this.#child = child;
    const output = { stdout: "", stderr: "" };
    child.stdout!.on("data", (data: Buffer) => (output.stdout += data.toString()));
    child.stderr!.on("data", (data: Buffer) => (output.stderr += data.toString()));
    this.ended = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (_, signal) => {
        if (signal === "SIGKILL") return resolve(undefined);
        const line = output.stdout.trim().split("\n").at(-1) ?? "";
        if (line.startsWith("{")) resolve(JSON.parse(line) as Told);
        else resolve({ outcome: "crashed", problems: [output.stderr] });
      });
    });
  }

  /** Kills the deployer. Its connections end with it, because ssh reads a closed pipe. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }
}
