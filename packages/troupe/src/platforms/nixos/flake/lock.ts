/**
 * The lock of a flake's inputs. It decides what all machines run, so no machine makes one unless the operator names the
 * machine, and the project keeps a new one only when its plan is accepted.
 */
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { tarArchive, type TarEntry } from "@troupe/linux";
import { diagnose } from "@troupe/modules";
import { readTree } from "../../../files/read-tree.ts";
import { writeWhole } from "../../../files/write-whole.ts";
import { identityProblem } from "../../../deploy/identity.ts";
import { readAnswer, unpacked } from "../../../remote/machine-answer.ts";
import type { Target } from "../../../remote/transport.ts";
import { askNixos, isReply, type Asking } from "../ask.ts";
import type { DesiredNixos, LockResult } from "../contributions.ts";
import { failedLock, notLocked } from "../diagnostics.ts";
import { features, nixHere, runNix } from "../nix/nix.ts";
import { readNixos } from "../probe.ts";
import { lockedInputs, readLock } from "./locked-inputs.ts";

/**
 * Locks the inputs where `by` says: this computer (`here`), or the machine of that name. Without `by`, this computer
 * makes a lock that is missing. The first plan of a run does this for all.
 */
export function lockInputs(desired: DesiredNixos, by: string | undefined, asking: Asking): Promise<LockResult> {
  const { locking } = desired;
  if (locking === undefined) return Promise.resolve({ kind: "kept" });
  return (locking.result ??= lock(desired, locking.targets, by, asking));
}

async function lock(
  { target: { machine }, flake }: DesiredNixos,
  targets: readonly Target[],
  by: string | undefined,
  asking: Asking,
): Promise<LockResult> {
  const before = await readLock(flake);
  if (by === undefined && before !== undefined) return { kind: "kept" };
  const machines = targets.map((target) => target.machine);
  const target = targets.find((each) => each.machine === by);
  if (by === undefined ? (await nixHere()) === undefined : by !== "here" && target === undefined)
    return failed(notLocked, { machine, machines, ...(by !== undefined && { wanted: by }) });
  const place = target === undefined ? "this computer" : `machine ${target.machine}`;
  asking.events?.({ kind: "phase", machine: target?.machine ?? machine, phase: "build", detail: "locking the inputs" });
  const problem = await (target === undefined ? lockHere(flake, asking) : lockThere(flake, target, asking));
  if (problem !== undefined) return problem;
  const after = await readLock(flake);
  return after === undefined || after === before
    ? { kind: "kept" }
    : { kind: "new", by: place, inputs: differences(before, after) };
}

async function lockHere(flake: string, { signal }: Asking): Promise<LockResult | undefined> {
  const { ok, log } = await runNix("nix", [...features, "flake", "lock", `path:${flake}`], { signal });
  return ok ? undefined : failed(failedLock, { by: "this computer" }, log);
}

async function lockThere(flake: string, target: Target, asking: Asking): Promise<LockResult | undefined> {
  const state = await readNixos(target, asking);
  const problem = "code" in state ? state : identityProblem(target, state.host);
  if (problem !== undefined) return { kind: "failed", problem };
  const answer = await askNixos(target, asking, {
    verb: "lock_inputs",
    args: [],
    input: await packedFlake(flake),
    timeoutMs: 3_600_000,
    doing: "while the inputs were being locked there",
  });
  if (!isReply(answer)) return { kind: "failed", problem: answer };
  const by = `machine ${target.machine}`;
  const packed = answer.first("lock")?.[0];
  if (answer.end![0] !== "locked")
    return failed(
      failedLock,
      { by },
      answer.all("log").map((fields) => fields.join(" ")),
    );
  if (packed === undefined) return undefined;
  const text = readAnswer(target, () => {
    const text = unpacked(packed);
    lockedInputs(text);
    return { text };
  });
  if ("code" in text) return { kind: "failed", problem: text };
  await writeWhole(join(flake, "flake.lock"), Buffer.from(text.text));
  return undefined;
}

const failed = <P>(kind: Parameters<typeof diagnose<P>>[0], params: P, notes: readonly string[] = []): LockResult => ({
  kind: "failed",
  problem: diagnose(kind, params, { notes }),
});

/** Returns the flake in a folder as tar.gz. */
export async function packedFlake(flake: string): Promise<Buffer> {
  const entries: TarEntry[] = [...(await readTree(flake))].map(([path, { bytes, mode }]) => ({
    type: "file",
    path,
    mode,
    bytes,
  }));
  return gzipSync(tarArchive(entries));
}

function differences(before: string | undefined, after: string): readonly string[] {
  const [old, young] = [before, after].map((text) => (text === undefined ? {} : lockedInputs(text)));
  return Object.entries(young!).flatMap(([name, place]) => {
    const was = old![name];
    return was === place ? [] : [was === undefined ? `${name} ${place}` : `${name} ${was} → ${place}`];
  });
}
