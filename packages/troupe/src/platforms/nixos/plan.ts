/**
 * The plan of a NixOS machine: its system is built, brought into the machine's store, and compared there with what
 * runs.
 */
import { formatVersions } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import type { Target } from "../../remote/transport.ts";
import { identityProblem, otherMachineOn } from "../../deploy/identity.ts";
import { emptyPlan, statusWithout } from "../../deploy/empty-plan.ts";
import type { MachinePlan } from "../../deploy/model/plan.ts";
import type { PlanOptions } from "../../deploy/model/options.ts";
import { askNixos, isReply } from "./ask.ts";
import { build, type Built } from "./nix/build.ts";
import { contributionChanges } from "./changes.ts";
import { closureChanges, type ClosurePath, growth } from "./compare/closure.ts";
import { copySystem } from "./nix/copy.ts";
import type { DesiredNixos, NewLock, NixosRecord } from "./contributions.ts";
import { failedDryActivate, goneSystem } from "./diagnostics.ts";
import { bootDrift } from "./compare/drift.ts";
import { readDryActivate } from "./compare/dry-activate.ts";
import { lockInputs } from "./flake/lock.ts";
import { inputsOf } from "./flake/locked-inputs.ts";
import type { Builder, NixosPlanDetails } from "./details.ts";
import { readNixos } from "./probe.ts";
import type { NixosState } from "./state.ts";

/**
 * Probes the machine, builds its system and compares. The running system stays; the machine's store receives the new
 * system.
 */
export async function planNixos(desired: DesiredNixos, options: PlanOptions): Promise<MachinePlan> {
  const { target } = desired;
  const state = await readNixos(target, options);
  if ("code" in state) return { ...emptyPlan(target), status: statusWithout(state), diagnostics: [state] };
  const other = identityProblem(target, state.host, options.takeover);
  if (other !== undefined) return blocked(target, state, other);
  const lock = await lockInputs(desired, options.flags?.["lock"], options);
  if (lock.kind === "failed") return blocked(target, state, lock.problem);
  const built = await build(desired, state, { ...options, builder: options.flags?.["nix"] as Builder | undefined });
  if ("code" in built) return blocked(target, state, built);
  const copied = built.builder === "there" ? 0 : await copySystem(target, built.system, options);
  if (typeof copied !== "number") return blocked(target, state, copied);
  const record = await recordOf(desired);
  const compared = await compare(target, state, built, options);
  if ("code" in compared) return blocked(target, state, compared);
  return planOf(target, state, record, {
    built,
    copied,
    compared,
    lock: lock.kind === "new" ? lock : undefined,
    data: desired.data ?? [],
  });
}

/** Plans as if the machine had no contributions of Troupe. Only a build tells the differences between systems. */
export function planEmptyNixos({ target, contributions }: DesiredNixos): MachinePlan {
  const changes = contributionChanges(undefined, {
    version: formatVersions.nixosRecord,
    machine: target.machine,
    inputs: {},
    ...contributions,
  });
  return { ...emptyPlan(target), status: "new", changes };
}

/** The record that the machine keeps beside the system. The flake's inputs are known for certain after a build. */
export async function recordOf({ target, flake, contributions }: DesiredNixos): Promise<NixosRecord> {
  return {
    version: formatVersions.nixosRecord,
    machine: target.machine,
    inputs: await inputsOf(flake),
    ...contributions,
  };
}

function blocked(target: Target, state: NixosState, problem: Diagnostic): MachinePlan {
  return { ...emptyPlan(target), ...known(state), status: "blocked", diagnostics: [problem] };
}

function known({ host, base }: NixosState): Pick<MachinePlan, "expects" | "system" | "pending" | "reverted"> {
  const { system, pending, reverted } = host;
  return {
    expects: base,
    system,
    ...(pending !== undefined && { pending }),
    ...(reverted !== undefined && { reverted }),
  };
}

/** The differences between two systems, as the machine's store and the new system report them. */
interface Compared {
  readonly gone: readonly ClosurePath[];
  readonly come: readonly ClosurePath[];
  readonly activation: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

async function compare(
  target: Target,
  { base }: NixosState,
  { system }: Built,
  options: PlanOptions,
): Promise<Compared | Diagnostic> {
  const { machine } = target;
  if (system === base) return { gone: [], come: [], activation: [], diagnostics: [] };
  options.events?.({ kind: "phase", machine, phase: "fetch" });
  const doing = "while its systems were compared";
  const answer = await askNixos(target, options, { verb: "compare", args: [system], timeoutMs: 300_000, doing });
  if (!isReply(answer)) return answer;
  if (answer.end![0] === "refused") return diagnose(goneSystem, { machine, system });
  const paths = (word: string) =>
    answer.all(word).map(([name = "", bytes]): ClosurePath => ({ name, bytes: Number(bytes) }));
  const status = answer.first("dry-activate")?.[0] ?? "0";
  const lines = answer.all("dry").map((fields) => fields.join(" "));
  const failed = status !== "0";
  return {
    gone: paths("gone"),
    come: paths("come"),
    activation: failed ? [] : lines,
    diagnostics: failed ? [diagnose(failedDryActivate, { machine, status }, { notes: lines.slice(-25) })] : [],
  };
}

interface Found {
  readonly built: Built;
  readonly copied: number;
  readonly compared: Compared;
  readonly lock: NewLock | undefined;
  readonly data: readonly string[];
}

function planOf(
  target: Target,
  state: NixosState,
  record: NixosRecord,
  { built, copied, compared, lock, data }: Found,
): MachinePlan {
  const { base, host, boots, generations } = state;
  const { system } = built;
  const { units, others } = readDryActivate(compared.activation);
  const drift = system === base ? bootDrift(state) : [];
  const number = boots?.id === base ? boots.number : generations.findLast(({ id }) => id === base)?.number;
  const details: NixosPlanDetails = {
    kind: "nixos",
    builder: built.builder,
    did: whatWasDone(built, copied),
    ...(lock !== undefined && { lock }),
    ...(data.length > 0 && { data }),
    ...(number !== undefined && { number }),
    closure: closureChanges(compared.gone, compared.come),
    bytes: growth(compared.gone, compared.come),
    activation: others,
  };
  const runs = otherMachineOn(target, host);
  const same = system === base && host.pending === undefined && runs === undefined;
  return {
    ...emptyPlan(target),
    ...known(state),
    ...(runs !== undefined && { runs }),
    status: !same ? (state.record === undefined ? "new" : "change") : drift.length > 0 ? "drift" : "same",
    generation: system,
    changes: system === base ? [] : contributionChanges(state.record, record),
    units,
    drift,
    details,
    diagnostics: compared.diagnostics,
  };
}

function whatWasDone({ builder }: Built, copied: number): string {
  if (builder === "there") return "built on the machine";
  return copied === 0
    ? "built on this computer"
    : `built on this computer; ${copied} store ${copied === 1 ? "path" : "paths"} copied to the machine`;
}
