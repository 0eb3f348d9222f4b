/** Refusals of the agent script: the word in `end refused WORD`, and the problem that the word stands for. */
import { ownValue } from "@troupe/core/internal";
import type { AgentReply } from "@troupe/linux";
import { type Diagnostic, diagnose, type Mark } from "@troupe/modules";
import { nothingEarlier } from "./diagnostics.ts";
import {
  closedRoad,
  damagedGeneration,
  uneditableFile,
  unsafeFolderProblem,
  worldMoved,
} from "./refusal-diagnostics.ts";
import { unreadySwitch } from "./revert-diagnostics.ts";

/** Returns the place in the project of what a checker of the agent script refused, by the checker's name and words. */
export type PlaceOfChecker = (
  checker: string,
  words: readonly string[],
) => { readonly path?: string; readonly marks?: readonly Mark[] };

/** A switch that a machine refused. */
export interface RefusedSwitch {
  readonly machine: string;
  /** The generation to switch to. */
  readonly to: string;
  /** The generation that the plan expects, and for the word "moved" the one that the machine found; "-" for none. */
  readonly expected: string;
  readonly found: string;
  readonly placeOfChecker?: PlaceOfChecker;
}

type DescribeRefusal = (refused: RefusedSwitch, reply: AgentReply) => Diagnostic;

/** A refusal because of files that appeared since the plan was made. */
const conflict: DescribeRefusal = ({ machine, expected }, reply) => {
  const [unsafe] = reply.all("unsafe");
  if (unsafe !== undefined) return unsafeFolderProblem(machine, unsafe);
  const notes = reply.all("foreign").map(([path = ""]) => `/etc/${path} appeared there, and Troupe did not write it`);
  return diagnose(worldMoved, { machine, expected, found: expected }, { notes });
};

const refusals: { readonly [word: string]: DescribeRefusal } = {
  conflict,
  moved: ({ machine, expected, found }) => diagnose(worldMoved, { machine, expected, found }),
  unknown: ({ machine, to }) => diagnose(nothingEarlier, { machine, wanted: to, kept: [] }),
  damaged: ({ machine, to }, reply) =>
    diagnose(damagedGeneration, { machine, generation: to, files: reply.all("damaged").flat() }),
  uneditable: ({ machine }, reply) => {
    const [path = "", reason = ""] = reply.first("uneditable") ?? [];
    return diagnose(uneditableFile, { machine, path, reason });
  },
  road: ({ machine, placeOfChecker }, reply) => {
    const checkers = reply.all("unusable").map(([checker = ""]) => checker);
    const notes = reply.all("log").map(([, ...text]) => text.join(" "));
    const place = checkers.map((checker) => placeOfChecker?.(checker, notes)).find((each) => each?.marks !== undefined);
    return diagnose(closedRoad, { machine, checkers }, { ...place, notes });
  },
  unready: ({ machine }, reply) => {
    const words = reply.all("log").map((fields) => fields.join(" "));
    return diagnose(unreadySwitch, { machine, reason: words.at(-1) ?? "" }, { notes: words.slice(0, -1) });
  },
};

/** Returns the problem of a refused switch. A word that this version does not know is read as a conflict. */
export function refusalProblem(word: string, reply: AgentReply, refused: RefusedSwitch): Diagnostic {
  return (ownValue(refusals, word) ?? conflict)(refused, reply);
}
