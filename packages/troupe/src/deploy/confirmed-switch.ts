/** The switch of one machine: armed there before anything changes, confirmed only over fresh contact. */
import { setTimeout as sleep } from "node:timers/promises";
import type { AgentReply } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import { type Agent, ask, isReply } from "../remote/ask.ts";
import { brokenScript, lostConnection, tooLarge, tooSlow, unfinished } from "../remote/diagnostics.ts";
import type { ApplyContext } from "./model/options.ts";
import {
  busyMachine,
  failedCommit,
  failedHealth,
  failedSwitch,
  failedUnit,
  failedUnitStep,
  isUnitStep,
  revertedAlone,
  unconfirmed,
} from "./diagnostics.ts";
import { readLeft } from "./agent-state.ts";
import { notRestored } from "./revert-diagnostics.ts";
import { type PlaceOfChecker, refusalProblem } from "./refusal.ts";
import { outcomeWithout } from "./empty-plan.ts";
import type { Phase } from "./model/events.ts";
import { result } from "./machine-result.ts";
import type { MachineResult } from "./model/result.ts";
import { where } from "../remote/problem.ts";
import type { Target } from "../remote/transport.ts";

/** A switch of one machine to a generation. */
export interface SwitchOrder {
  readonly agent: Agent;
  readonly target: Target;
  /** The generation to switch to; null for the state before the first one. */
  readonly to: string | null;
  /** The generation that the machine must run before the switch; null for none. */
  readonly expects: string | null;
  /** Paths below /etc that the machine may adopt. */
  readonly adopt: readonly string[];
  /** The longest time, in seconds, that a health check of the generation may take. */
  readonly healthSeconds: number;
  /** Finds places for refusals of the road in. */
  readonly placeOfChecker?: PlaceOfChecker;
  /** The platform's default for the seconds that units have to come up. */
  readonly startSeconds: number;
}

/** The lines of a machine about a switch that goes on. */
interface SwitchProgress {
  /** Seconds from the first change until the machine reverts the switch; they grow with the work. */
  limitSeconds?: number;
}

/** The most seconds that a machine adds to the limit of a switch for its work. */
const mostWorkSeconds = 600;
/** Seconds above the usual limit from which on the limit is told. */
const notableSeconds = 10;
/** Seconds to wait for another operator's switch. */
const patienceSeconds = 120;
/** The longest wait, in seconds, between two requests to a busy machine, whatever the machine asks for. */
const mostBusySeconds = 15;
/**
 * Problems after which it is not known how far the agent came: the connection was lost, it took too long, it printed
 * too much, or it ended without an answer.
 */
const mayHaveBegun: ReadonlySet<string> = new Set(
  [lostConnection, tooSlow, unfinished, tooLarge, brokenScript].map(({ code }) => code),
);

/**
 * Switches a machine and confirms. Never rejects once the machine may have been switched: the result says what is
 * known.
 */
export async function switchMachine(context: ApplyContext, order: SwitchOrder): Promise<MachineResult> {
  const { machine } = order.target;
  const begun = performance.now();
  for (;;) {
    context.phase(machine, "switch");
    const progress: SwitchProgress = {};
    const answer = await askToSwitch(context, order, progress);
    if (answer === undefined) return interrupted(context, order, progress);
    if (!isReply(answer)) {
      if (!mayHaveBegun.has(answer.code))
        return result(machine, outcomeWithout(answer), { generation: order.expects, diagnostics: [answer] });
      return confirm(context, order, undefined, worstCase(context, order, progress));
    }
    const [word, what = "", seconds = "", by = ""] = answer.end!;
    if (word === "pending") return confirm(context, order, answer, context.confirmSeconds);
    if (word === "reverted") return reverted(order, answer);
    if (word === "refused") return refused(order, answer, what, seconds);
    if (word !== "busy") return confirm(context, order, answer, worstCase(context, order, progress));
    if (performance.now() - begun > patienceSeconds * 1000) {
      const problem = diagnose(busyMachine, { machine, by, seconds: patienceSeconds });
      return result(machine, "refused", { generation: order.expects, diagnostics: [problem] });
    }
    context.phase(machine, "wait", by === "" || by === "-" ? "somebody else" : by);
    await sleep(Math.min(Math.max(Number(seconds) || 1, 1), mostBusySeconds) * 1000, undefined, {
      signal: context.signal,
    });
  }
}

/** Seconds until the machine has certainly taken the switch back. */
function worstCase(context: ApplyContext, order: SwitchOrder, { limitSeconds }: SwitchProgress): number {
  return limitSeconds ?? usualLimit(context, order);
}

/** Seconds until a machine reverts a switch of little work. */
function usualLimit(context: ApplyContext, order: SwitchOrder): number {
  return 2 * startSecondsOf(context, order) + order.healthSeconds + context.confirmSeconds;
}

const startSecondsOf = (context: ApplyContext, order: SwitchOrder): number =>
  context.startSeconds ?? order.startSeconds;

/** Asks the machine to switch; returns undefined if the command was interrupted. */
async function askToSwitch(
  context: ApplyContext,
  order: SwitchOrder,
  progress: SwitchProgress,
): Promise<AgentReply | Diagnostic | undefined> {
  const { confirmSeconds, by, reboot, signal, transport } = context;
  try {
    return await ask(transport, order.target, {
      agent: order.agent,
      verb: "switch",
      args: [
        order.to ?? "-",
        order.expects ?? "-",
        String(startSecondsOf(context, order)),
        String(confirmSeconds),
        by,
        reboot ? "restart" : "-",
      ],
      input: order.adopt.map((path) => `${path}\n`).join(""),
      timeoutMs: (usualLimit(context, order) + mostWorkSeconds + 60) * 1000,
      signal,
      doing: "while it was being switched",
      onLine: ([word, phase, detail]) => {
        if (word === "limit") noteLimit(context, order, progress, Number(phase));
        if (word === "phase" && phase !== "switch") context.phase(order.target.machine, phase as Phase, detail);
      },
    });
  } catch (error) {
    if (signal?.aborted === true) return undefined;
    throw error;
  }
}

/** Notes the limit of the switch, and tells it where it is longer than usual. */
function noteLimit(context: ApplyContext, order: SwitchOrder, progress: SwitchProgress, seconds: number): void {
  const usual = usualLimit(context, order);
  if (!(seconds > 0 && seconds <= usual + mostWorkSeconds)) return;
  progress.limitSeconds = seconds;
  if (seconds > usual + notableSeconds) context.phase(order.target.machine, "switch", `at most ${seconds} s`);
}

/** Asks over fresh connections until the machine has answered, or has taken the switch back for certain. */
async function confirm(
  context: ApplyContext,
  order: SwitchOrder,
  switched: AgentReply | undefined,
  seconds: number,
): Promise<MachineResult> {
  const { target, to } = order;
  const { machine } = target;
  const end = performance.now() + seconds * 1000;
  context.phase(machine, "confirm");
  for (;;) {
    const answer = await ask(context.transport, target, {
      agent: order.agent,
      verb: "confirm",
      args: [to ?? "-"],
      fresh: true,
      timeoutMs: 30_000,
      signal: context.signal,
      doing: "while the switch was being confirmed",
    }).catch((error: unknown) => {
      if (context.signal?.aborted === true) return undefined;
      throw error;
    });
    if (answer === undefined) return interrupted(context, order, {});
    if (isReply(answer)) {
      const [word] = answer.end!;
      if (word === "confirmed")
        return result(machine, "applied", { generation: to, units: switched === undefined ? [] : done(switched) });
      if (word === "reverted") return reverted(order, answer);
    }
    if (performance.now() > end + 15_000) {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      const { message, hint } = isReply(answer)
        ? { message: `it answers ${JSON.stringify(answer.end)}`, hint: undefined }
        : answer;
      const problem = diagnose(
        unconfirmed,
        { ...where(target), reason: message.replace(/\.$/, ""), seconds: left },
        { notes: hint === undefined ? [] : [hint] },
      );
      return result(machine, "unconfirmed", { diagnostics: [problem] });
    }
    await sleep(1000);
  }
}

function interrupted(context: ApplyContext, order: SwitchOrder, progress: SwitchProgress): MachineResult {
  const problem = diagnose(unconfirmed, {
    ...where(order.target),
    reason: "this run was interrupted",
    seconds: worstCase(context, order, progress),
  });
  return result(order.target.machine, "unconfirmed", { diagnostics: [problem] });
}

/** The steps of units in the last switch of the answer; a pending switch that was reverted first comes before it. */
function done(reply: AgentReply): MachineResult["units"] {
  return reply.all("did").map(([step = "", unit = ""]) => ({ step, unit }) as MachineResult["units"][number]);
}

/** The result of a machine that refused the switch. */
function refused(order: SwitchOrder, reply: AgentReply, word: string, found: string): MachineResult {
  const { machine } = order.target;
  const { placeOfChecker } = order;
  const problem = refusalProblem(word, reply, {
    machine,
    to: order.to ?? "-",
    expected: order.expects ?? "-",
    found,
    ...(placeOfChecker !== undefined && { placeOfChecker }),
  });
  return result(machine, "refused", {
    diagnostics: [problem],
    ...(word !== "moved" && { generation: order.expects }),
  });
}

/** The result of a machine that reverted: by itself, or because a unit or a health check failed. */
function reverted({ target: { machine }, to, expects }: SwitchOrder, reply: AgentReply): MachineResult {
  const logs = Map.groupBy(reply.all("log"), ([name = ""]) => name);
  const notesFor = (name: string) => ({ notes: (logs.get(name) ?? []).map(([, ...text]) => text.join(" ")) });
  const problems = reply.all("failed").map(([kind, name = "", state = "", extra = ""]) => {
    if (kind === "unit")
      return diagnose(
        failedUnit,
        {
          machine,
          unit: name,
          state: extra === "-" || extra === "success" ? state : `${state}, ${extra}`,
          reverted: true,
        },
        notesFor(name),
      );
    if (isUnitStep(kind)) return diagnose(failedUnitStep, { machine, unit: name, step: kind, state }, notesFor(name));
    if (kind === "health") {
      const description = ["", "-"].includes(extra) ? {} : { description: extra };
      return diagnose(failedHealth, { machine, check: name, seconds: state, ...description }, notesFor(name));
    }
    return diagnose(kind === "boot" ? failedCommit : failedSwitch, { machine }, notesFor(name));
  });
  const after = reply
    .all("afterwards")
    .map(([unit = "", , active = "", sub = ""]) =>
      diagnose(failedUnit, { machine, unit, state: `${active}/${sub}, also after going back`, reverted: false }),
    );
  const items = readLeft(reply);
  const left = items.length === 0 ? [] : [diagnose(notRestored, { machine, items })];
  const [, revertedFrom, , reason] = reply.first("reverted") ?? [];
  if (problems.length === 0) {
    problems.push(
      diagnose(revertedAlone, {
        machine,
        reason: revertedFrom === (to ?? "-") && reason !== undefined ? reason : "it runs another generation now",
      }),
    );
  }
  const current = reply.first("current")?.[0];
  const generation = current === undefined ? expects : current === "-" ? null : current;
  return result(machine, "failed-and-reverted", { generation, diagnostics: [...problems, ...left, ...after] });
}
