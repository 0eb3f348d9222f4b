/** The plan of one machine, as a pure function of its state. */
import type { Generation, Manifest } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import { addressOf } from "../../../remote/problem.ts";
import { changesBetween, type Contents } from "../changes.ts";
import { foreignFile, notADirectory, shadowedUnit } from "../diagnostics.ts";
import type { HostState } from "../state.ts";
import type { Conflict, Drift, MachinePlan, MachineStatus } from "../../../deploy/model/plan.ts";
import { uneditableFile } from "../../../deploy/diagnostics.ts";
import { unifiedDiff } from "../../../deploy/unified-diff.ts";
import type { DesiredLinux } from "../desired.ts";
import { packageProblems, packageSteps } from "./packages.ts";
import { unitSteps } from "./units.ts";

/** Contents of the machine's files that the plan shows: of the old generation's tree, and of /etc. */
export interface HostContents {
  readonly tree: Contents;
  readonly etc: Contents;
}

/** Consent of the operator that a plan needs. */
export interface Consent {
  /** Targets below /etc that may be taken over. */
  readonly adopt: ReadonlySet<string>;
  /** Packages that may be removed. */
  readonly removals: ReadonlySet<string>;
}

/** Returns the plan of the machine. */
export function planMachine(
  desired: DesiredLinux,
  host: HostState,
  contents: HostContents,
  { adopt, removals }: Consent,
): MachinePlan {
  const { target, generation, provenance } = desired;
  const { machine } = target;
  const after = generation.manifest;
  const before = host.manifest ?? (host.base === generation.id ? after : undefined);

  const foreign = host.foreign.map((file) => conflictOf(desired, file, contents.etc));
  const adopted = foreign.filter((conflict) => conflict.adopt !== undefined && adopt.has(conflict.adopt));
  const conflicts = foreign.filter((conflict) => !adopted.includes(conflict));
  const drift = driftOf(host, before, host.manifest === undefined ? generation : undefined, contents.etc);
  const { changes, diagnostics } = changesBetween(machine, host, generation, provenance, contents.tree);
  const problems: Diagnostic[] = [
    ...conflicts.map((conflict) => conflictProblem(machine, conflict)),
    ...diagnostics,
    ...packageProblems(machine, host, removals),
    ...host.uneditable.map(([path = "", reason = ""]) => diagnose(uneditableFile, { machine, path, reason })),
  ];
  const kept = new Set(after.state.map((state) => state.directory));
  return {
    machine,
    class: target.class,
    address: addressOf(target),
    status: statusOf(host, generation.id, {
      conflicts,
      drift,
      blocked: problems.some((problem) => problem.blocks !== "nothing"),
    }),
    generation: generation.id,
    expects: host.base,
    system: host.system,
    ...(host.pending !== undefined && { pending: host.pending }),
    ...(host.reverted !== undefined && { reverted: host.reverted }),
    changes,
    units: unitSteps(before, after, host.troubledUnits),
    packages: packageSteps(before, after, host),
    leftBehind: (before?.state ?? []).filter(({ directory }) => !kept.has(directory)),
    drift,
    conflicts,
    adopt: adopted.map((conflict) => conflict.adopt!),
    diagnostics: problems,
  };
}

function statusOf(
  host: HostState,
  wanted: string,
  { conflicts, drift, blocked }: { conflicts: readonly Conflict[]; drift: readonly Drift[]; blocked: boolean },
): MachineStatus {
  if (conflicts.length > 0) return "conflict";
  if (blocked) return "blocked";
  if (host.base === wanted && host.pending === undefined) return drift.length > 0 ? "drift" : "same";
  return host.base === null ? "new" : "change";
}

function conflictOf(
  { generation }: DesiredLinux,
  { target, type }: HostState["foreign"][number],
  etc: Contents,
): Conflict {
  const unit = /^systemd\/system\/([^/]+)$/.exec(target)?.[1];
  const entry = generation.manifest.etc.find((entry) => entry.target === target);
  const shadows = entry === undefined && unit !== undefined && generation.files.has(`units/${unit}`);
  const path = shadows ? `units/${unit}` : entry?.path;
  const here = etc.get(target);
  // A target that is neither a file of the generation nor a system file is a parent directory.
  const adopt = path === undefined && !isSystemFile(target) ? undefined : target;
  const diff =
    path === undefined || here === undefined
      ? ""
      : unifiedDiff(`/etc/${target}`, here, generation.files.get(path)?.bytes);
  return {
    path: `/etc/${target}`,
    type,
    ...(shadows && { unit }),
    ...(adopt !== undefined && { adopt }),
    ...(diff !== "" && { diff }),
  };
}

/** True below the directories where the agent script links files for systemd-tmpfiles and systemd-sysctl. */
const isSystemFile = (target: string): boolean => /^(?:tmpfiles|sysctl)\.d\//.test(target);

function conflictProblem(machine: string, { path, type, unit, adopt }: Conflict): Diagnostic {
  if (adopt === undefined) return diagnose(notADirectory, { machine, path });
  if (unit !== undefined) return diagnose(shadowedUnit, { machine, unit, path, adopt: path });
  return diagnose(foreignFile, { machine, path, type: type === "other" ? "special file" : type, adopt: path });
}

const howEtc: { readonly [how: string]: string } = {
  missing: "is missing",
  replaced: "is not Troupe's file any more",
  content: "has other content",
  mode: "has another mode or owner",
};

/** The drift of the machine in words. With the `generation` that stays, drift has the diffs that applying restores. */
export function driftOf(
  host: HostState,
  manifest?: Manifest,
  generation?: Generation,
  etc: Contents = new Map(),
): readonly Drift[] {
  const files = host.drift.map(([kind = "", name = "", how = ""]): Drift => {
    if (kind === "etc") {
      const path = manifest?.etc.find((entry) => entry.target === name)?.path;
      const wanted = path === undefined ? undefined : generation?.files.get(path)?.bytes;
      const here = etc.get(name);
      const diff = wanted === undefined || here === undefined ? "" : unifiedDiff(`/etc/${name}`, here, wanted);
      return { kind: "etc", name: `/etc/${name}`, how: howEtc[how] ?? how, ...(diff !== "" && { diff }) };
    }
    if (kind === "tree") {
      const target = manifest?.etc.find((entry) => entry.path === name && entry.kind === "link")?.target;
      return target === undefined
        ? { kind: "file", name, how: "has other content" }
        : { kind: "etc", name: `/etc/${target}`, how: "has other content" };
    }
    if (kind === "hostname") return { kind, name, how: `is not ${manifest?.hostname ?? "the one that was set"}` };
    if (kind === "package") return { kind, name, how: "is not installed any more" };
    return { kind: "hosts", name: "/etc/hosts", how: "has other lines between Troupe's marks" };
  });
  const units = host.troubledUnits.map(({ unit, load, state }): Drift => ({
    kind: "unit",
    name: unit,
    how: load === "loaded" ? `is ${state}` : `is ${load}`,
  }));
  return [...files, ...units];
}

/** The paths that a user names, as targets below /etc. */
export function adoptedTargets(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.map((path) => path.replace(/^\/?etc\//, "").replace(/^\/+/, "")));
}
