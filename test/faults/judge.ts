/** The judge: what is wrong with a machine that had a fault and has settled. */
import { apply, idOf, type Place, probe } from "./deployer.ts";
import type { Machine, State } from "./machine.ts";
import { differences, observe, type Observation } from "./observe.ts";
import type { Scenario } from "./scenario.ts";
import type { Tree } from "./tree.ts";

/** How a machine settled. */
export interface Settled {
  readonly state: Required<State>;
  /** True after a restart: units that nothing starts at boot are down. */
  readonly isBooted: boolean;
  /** True if the fault came while the switch was pending, so that a revert has to be reported. */
  readonly wasPending: boolean;
  /** What the deployer was told last; undefined if it was told nothing. */
  readonly told: string | undefined;
  /** True if nothing ran after the fault, so that temporary files may wait for the next apply. */
  readonly isUntouched?: boolean;
}

/** Names that no file has outside of a running verb. */
const leftover = /\.new(\.|$)|\.troupe-new|\.troupe\.|\/\.in\.|\/\.pruned\.|~\d+~$|\.tmp$|\/full$/;

/** Returns the problems of a settled machine, one line each. */
export async function judge(machine: Machine, scenario: Scenario, settled: Settled): Promise<readonly string[]> {
  const { from, to } = scenario;
  const { disk } = settled.state;
  const { reply, stdout, stderr } = await probe(machine, "-");
  if (reply?.end?.[0] !== "ok") return [`the probe ends with ${reply?.end?.join(" ") ?? stdout + stderr}`];
  const current = reply.first("current")?.[0];
  const place = [from, to].find((candidate) => idOf(candidate) === current);
  if (place === undefined) return [`the machine says that it runs ${current}`];
  const reference = scenario.references.get(place);
  if (reference === undefined) return [`the machine stays in ${place}, which is unhealthy`];
  const problems: string[] = [];
  if (reply.first("pending") !== undefined) problems.push("the switch is still pending");
  for (const word of ["drift", "unit"])
    for (const fields of reply.all(word)) problems.push(`the probe reports: ${word} ${fields.join(" ")}`);
  const reverted = reply.first("reverted") !== undefined;
  if (place === to && reverted) problems.push("the probe reports a revert that did not happen");
  if (place === from && settled.wasPending && !reverted) problems.push("the probe does not report the revert");
  if (settled.told === "confirmed" && place !== to) problems.push(`the deployer was told "confirmed"`);
  if (settled.told === "reverted" && place !== from) problems.push(`the deployer was told "reverted"`);
  const last = reply.all("history").at(-1)?.[1];
  if (place !== "none" && last !== current) problems.push(`the history ends with ${last}`);
  const other = place === from ? scenario.created : scenario.references.get(from)?.live;
  const expected = settled.isBooted ? reference.booted : reference.live;
  const actual = observe(settled.state);
  const isUnclean = settled.isUntouched === true;
  const found = isUnclean && place === "none" ? withoutBootFiles(actual, expected) : actual;
  problems.push(...differences(withCreated(expected, other, found), found));
  problems.push(...lostOriginals(reference.state.disk, disk));
  problems.push(...openedToOthers(settled.state));
  if (!isUnclean) problems.push(...leftBehind(disk));
  return problems;
}

const leftBehind = (disk: Tree): readonly string[] =>
  [...disk.keys()].filter((path) => leftover.test(`/${path}`)).map((path) => `left behind: /${path}`);

/** Applies another generation, or the same one, to a settled machine; returns what is wrong afterwards. */
export async function judgeNextApply(machine: Machine, scenario: Scenario): Promise<readonly string[]> {
  const { from, to } = scenario;
  const current = (await probe(machine, "-")).reply?.first("current")?.[0];
  const place: Place = current === idOf(to) ? to : from;
  const other = place === to ? from : to;
  const next = other === "none" || other === "ill" ? place : other;
  if (next === "none") return [];
  const said = await apply(machine, next, place);
  if (said[0] !== "confirmed") return [`the next apply ends with ${said.join(" ")}`];
  const expected = scenario.references.get(next)!.live;
  const state = machine.state();
  const actual = observe(state);
  const created = withCreated(expected, scenario.created, actual);
  const problems = differences(withCreated(created, scenario.references.get(from)?.live, actual), actual);
  return [...problems, ...leftBehind(state.disk)].map((problem) => `after the next apply: ${problem}`);
}

/** The link that starts Troupe's boot unit. */
export const bootLink = "etc/systemd/system/sysinit.target.wants/troupe-boot.service";
/** Without it, nothing removes boot files of a first switch that ended before the switch was on record. */
const withoutBootFiles = (observation: Observation, expected: Observation): Observation =>
  new Map(
    [...observation].filter(
      ([thing]) =>
        expected.has(thing) ||
        !/^file \/etc\/systemd\/system(-generators|\/(sysinit|multi-user)\.target\.wants)?(\/troupe\S*)?$/.test(thing),
    ),
  );

/** Adds accounts that the other generation created, without memberships, because Troupe removes no account. */
function withCreated(expected: Observation, other: Observation | undefined, actual: Observation): Observation {
  const created = [...(other ?? [])].filter(
    ([thing]) => /^(user |group |file \/home\/)/.test(thing) && !expected.has(thing) && actual.has(thing),
  );
  const withoutGroups = created.map(
    ([thing, state]) => [thing, thing.startsWith("user ") ? state.replace(/ \S* (\S+)$/, "  $1") : state] as const,
  );
  return new Map([...expected, ...withoutGroups]);
}

/** Files and folders of Troupe that only root may open. */
const rootOnly = ["run/troupe", "var/lib/troupe/originals", "var/lib/troupe/drifted", "var/lib/troupe/agent"];
function openedToOthers({ disk, memory }: Required<State>): readonly string[] {
  return rootOnly.flatMap((path) => {
    const mode = (disk.get(path) ?? memory.get(path))?.mode;
    return mode === undefined || (mode & 0o077) === 0
      ? []
      : [`others may open /${path}: its mode is ${mode.toString(8)}`];
  });
}

/** Compares the copies of the user's files. A copy may go when the file has its place again. */
function lostOriginals(expected: Tree, actual: Tree): readonly string[] {
  const copies = (tree: Tree) => [...tree].filter(([path]) => path.startsWith("var/lib/troupe/originals/"));
  return copies(expected)
    .filter(([path, { content, mode, uid, gid }]) => {
      const copy = actual.get(path);
      return copy?.content !== content || copy.mode !== mode || copy.uid !== uid || copy.gid !== gid;
    })
    .map(([path]) => `the original is lost or changed: /${path}`);
}
