/**
 * The steps of units in a switch. The agent script decides by the same rules (its `unit_steps`); tests hold the two
 * together.
 */
import type { Manifest, UnitEntry } from "@troupe/linux";
import type { UnitTrouble } from "../../../deploy/agent-state.ts";
import type { UnitSteps } from "../../../deploy/model/plan.ts";

/** An empty file without an entry of its own masks a unit. */
const emptySha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** Units that a generation masks. */
export function maskedUnits(manifest: Manifest | undefined): readonly string[] {
  const units = new Set(manifest?.units.map((unit) => unit.name));
  const empty = (manifest?.files ?? []).flatMap(({ path, sha256 }) =>
    sha256 === emptySha256 ? (/^units\/([^/]+)$/.exec(path)?.[1] ?? []) : [],
  );
  return empty.filter((name) => !units.has(name));
}

/** Facts about units of the machine. */
export interface UnitFacts {
  /** Units that should be up and are not; they are started in any case. */
  readonly troubled: readonly UnitTrouble[];
  /** Units whose definition somebody changed on the machine; they are restarted. */
  readonly redefined: ReadonlySet<string>;
  /** Returns the service of a socket of the generation; undefined for a socket that starts one service per connection. */
  readonly serviceOf: (socket: string) => string | undefined;
}

/** The steps of units between two generations. */
export function unitSteps(before: Manifest | undefined, after: Manifest, facts: UnitFacts): UnitSteps {
  const old = new Map((before?.units ?? []).map((unit) => [unit.name, unit]));
  const kept = new Set(after.units.map((unit) => unit.name));
  const [masksBefore, masksAfter] = [new Set(maskedUnits(before)), new Set(maskedUnits(after))];
  const down = new Set(facts.troubled.map((trouble) => trouble.unit));
  const steps = new Map<string, keyof UnitSteps>();
  for (const unit of after.units) {
    const step = facts.redefined.has(unit.name)
      ? unit.start
        ? "restart"
        : "restartIfRunning"
      : stepFor(old.get(unit.name), unit, down.has(unit.name));
    if (step !== undefined) steps.set(unit.name, step);
  }
  // systemd refuses to start a socket while its service runs.
  for (const [name, step] of steps) {
    if (!name.endsWith(".socket") || !old.has(name) || (step !== "restart" && step !== "restartIfRunning")) continue;
    const service = facts.serviceOf(name);
    if (service !== undefined && !["restart", "start"].includes(steps.get(service)!))
      steps.set(service, "restartIfRunning");
  }
  const stopped = [...old.values()].filter(({ name, change }) => !kept.has(name) && change !== "next-run");
  for (const { name } of stopped) steps.set(name, "stop");
  for (const name of masksAfter) if (!masksBefore.has(name) && !old.has(name)) steps.set(name, "stop");
  const names = (step: keyof UnitSteps): readonly string[] =>
    [...steps].flatMap(([name, its]) => (its === step ? [name] : [])).toSorted();
  return {
    stop: names("stop"),
    start: names("start"),
    restart: names("restart"),
    reload: names("reload"),
    restartIfRunning: names("restartIfRunning"),
    startIfEnabled: released(before, kept, masksAfter).toSorted(),
  };
}

/**
 * Units of packages that the old generation changed or masked, and the new one does not. Units whose whole text was the
 * old generation's are gone.
 */
function released(
  before: Manifest | undefined,
  kept: ReadonlySet<string>,
  masked: ReadonlySet<string>,
): readonly string[] {
  const own = new Set(before?.files.map(({ path }) => path));
  const adjusted = (before?.units ?? []).flatMap(({ name }) => (own.has(`units/${name}`) ? [] : [name]));
  return [...adjusted, ...maskedUnits(before)].filter((name) => !kept.has(name) && !masked.has(name));
}

function stepFor(before: UnitEntry | undefined, after: UnitEntry, down: boolean): keyof UnitSteps | undefined {
  const otherwise = after.start && (before === undefined || !before.start || down) ? "start" : undefined;
  if (before?.hash === after.hash || after.change === "next-run") return otherwise;
  const [text] = after.hash.split("+");
  const change = before?.hash.split("+")[0] === text ? "reload" : after.change;
  if (!after.start) return change === "keep" ? undefined : "restartIfRunning";
  if (before === undefined) return "start";
  if (change === "keep") return otherwise;
  return change;
}

/**
 * Returns the service that systemd starts for a connection to the socket, by the text of the socket's unit: `Service=`, or
 * the socket's own name. With `Accept=yes` each connection has a service of its own.
 */
export function socketService(socket: string, text: string): string | undefined {
  const last = (setting: string): string | undefined =>
    [...text.matchAll(new RegExp(`^${setting}=(.*)$`, "gm"))].at(-1)?.[1]?.trim();
  if (/^(?:1|yes|y|true|t|on)$/i.test(last("Accept") ?? "")) return undefined;
  return last("Service") ?? socket.replace(/socket$/, "service");
}
