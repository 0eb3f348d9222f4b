/** The plan of one machine, as a pure function of its state. */
import type { Manifest } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import { addressOf } from "../../../remote/problem.ts";
import { portProblems } from "./closed-port.ts";
import { loginProblems } from "./login.ts";
import { managerProblems } from "./managers.ts";
import { changesBetween, type Contents } from "../changes.ts";
import { foreignFile, notADirectory, shadowedUnit } from "../diagnostics.ts";
import type { HostState } from "../state.ts";
import type { Conflict, Drift, MachinePlan, MachineStatus } from "../../../deploy/model/plan.ts";
import { identityProblem, otherMachineOn } from "../../../deploy/identity.ts";
import { uneditableFile, unsafeFolderProblem } from "../../../deploy/refusal-diagnostics.ts";
import { notRestored } from "../../../deploy/revert-diagnostics.ts";
import { unifiedDiff } from "../../../deploy/unified-diff.ts";
import type { DesiredLinux } from "../desired.ts";
import { driftOf } from "./drift.ts";
import { packageProblems, packageSteps } from "./packages.ts";
import { runsAtOnce, startedTimers } from "./persistent-timers.ts";
import { isRedefined } from "./redefined.ts";
import { switchReach } from "./road.ts";
import { socketService, unitSteps } from "./units.ts";

/** Contents of the machine's files that the plan shows: of the old generation's tree, and of /etc. */
export interface HostContents {
  readonly tree: Contents;
  readonly etc: Contents;
  /** Timers that missed a run. */
  readonly overdue?: ReadonlySet<string>;
}

/** Consent of the operator that a plan needs. */
export interface Consent {
  /** Targets below /etc that may be taken over. */
  readonly adopt: ReadonlySet<string>;
  /** Packages that may be removed. */
  readonly removals: ReadonlySet<string>;
  /** Machines whose hosts may become others. */
  readonly takeover?: readonly string[] | undefined;
}

/** Returns the plan of the machine. */
export function planMachine(
  desired: DesiredLinux,
  host: HostState,
  contents: HostContents,
  { adopt, removals, takeover }: Consent,
): MachinePlan {
  const { target, generation } = desired;
  const { machine } = target;
  const after = generation.manifest;
  const before = host.manifest ?? (host.base === generation.id ? after : undefined);

  const foreign = host.foreign.map((file) => conflictOf(desired, file, contents.etc));
  const adopted = foreign.filter((conflict) => conflict.adopt !== undefined && adopt.has(conflict.adopt));
  const conflicts = foreign.filter((conflict) => !adopted.includes(conflict));
  const drift = driftOf(host, {
    manifest: before,
    generation: host.manifest === undefined ? generation : undefined,
    etc: contents.etc,
  });
  const { changes, diagnostics } = changesBetween(desired, host, contents.tree);
  const runs = otherMachineOn(target, host);
  const problems: Diagnostic[] = [
    ...[identityProblem(target, host, takeover) ?? []].flat(),
    ...conflicts.map((conflict) => conflictProblem(machine, conflict)),
    ...diagnostics,
    ...portProblems(desired, host),
    ...loginProblems(desired, before, host),
    ...managerProblems(desired, host),
    ...packageProblems(machine, host, removals),
    ...(host.left.length === 0 ? [] : [diagnose(notRestored, { machine, items: host.left })]),
    ...host.uneditable.map(([path = "", reason = ""]) => diagnose(uneditableFile, { machine, path, reason })),
    ...host.unsafe.map((fields) => unsafeFolderProblem(machine, fields)),
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
    ...(runs !== undefined && { runs }),
    ...(host.pending !== undefined && { pending: host.pending }),
    ...(host.reverted !== undefined && { reverted: host.reverted }),
    changes,
    units: unitSteps(before, after, {
      troubled: host.troubledUnits,
      redefined: new Set(host.drift.flatMap(([kind, name = "", how = ""]) => (isRedefined(kind, how) ? [name] : []))),
      serviceOf: (socket) => socketService(socket, unitText(generation, socket)),
    }),
    packages: packageSteps(before, after, host),
    leftBehind: (before?.state ?? []).filter(({ directory }) => !kept.has(directory)),
    drift,
    conflicts,
    adopt: adopted.map((conflict) => conflict.adopt!),
    ...runsAtOnce(startedTimers(generation, before, host), contents.overdue ?? new Set()),
    ...((host.base !== generation.id || drift.length > 0) && { reach: switchReach(before, after, drift) }),
    diagnostics: problems,
  };
}

function unitText({ files }: DesiredLinux["generation"], unit: string): string {
  const file = files.get(`units/${unit}`) ?? files.get(`units/${unit}.d/overrides.conf`);
  return file === undefined ? "" : new TextDecoder().decode(file.bytes);
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
  const adopt = path === undefined && !isSystemFile(generation, target) ? undefined : target;
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

/** True for the files of the generation that the agent script copies for systemd-tmpfiles and systemd-sysctl. */
const isSystemFile = ({ manifest }: DesiredLinux["generation"], target: string): boolean =>
  systemFiles(manifest).includes(target);

const systemFiles = ({ tmpfiles, sysctl }: Manifest): readonly string[] =>
  [["tmpfiles.d", tmpfiles] as const, ["sysctl.d", sysctl] as const].flatMap(([folder, paths]) =>
    paths.map((path) => `${folder}/${path.slice(path.lastIndexOf("/") + 1)}`),
  );

/** The paths of files that a machine may adopt: a foreign file at one of them is a conflict. */
export function adoptablePaths({ generation: { manifest } }: DesiredLinux): readonly string[] {
  return [
    ...manifest.etc.map(({ target }) => target),
    ...manifest.units.map(({ name }) => `systemd/system/${name}`),
    ...systemFiles(manifest),
    ...(manifest.hostname === undefined ? [] : ["hostname"]),
  ].map((target) => `/etc/${target}`);
}

function conflictProblem(machine: string, { path, type, unit, adopt }: Conflict): Diagnostic {
  if (adopt === undefined) return diagnose(notADirectory, { machine, path });
  if (unit !== undefined) return diagnose(shadowedUnit, { machine, unit, path, adopt: path });
  return diagnose(foreignFile, { machine, path, type: type === "other" ? "special file" : type, adopt: path });
}

/** The paths that a user names, as targets below /etc. */
export function adoptedTargets(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.map((path) => path.replace(/^\/?etc\//, "").replace(/^\/+/, "")));
}
