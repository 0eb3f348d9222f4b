/** A second evaluation of a project: in a process of its own, in other surroundings, compared part by part with the first one. */
import { fork } from "node:child_process";
import { on } from "node:events";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import type { Evaluated } from "@troupe/core";
import { type Diagnostic, diagnose } from "@troupe/modules";
import { type Difference, differences } from "../compare/differences.ts";
import { type Part, partKey, type PartName, partsOf } from "../compare/parts.ts";
import { isInstallation, programFile } from "../../package.ts";
import { impureFailure, secondEvaluationEnded } from "./diagnostics.ts";
import { elsewhere } from "./elsewhere.ts";
import type { Message } from "./messages.ts";

/** Something that the second evaluation did not come to the same for. */
export interface PartDifference extends Difference {
  readonly part: PartName;
  /** The part in the first evaluation; undefined if there is none. */
  readonly own: Part | undefined;
}

/** How two evaluations compare. */
export interface Comparison {
  readonly differences: readonly PartDifference[];
  /** What is wrong with the second evaluation alone. */
  readonly diagnostics: readonly Diagnostic[];
}

/** An evaluation that is going on elsewhere. */
export interface SecondEvaluation {
  /** Compares it with the first one, which must have no errors. */
  compare(first: Evaluated): Promise<Comparison>;
  /** Ends it. */
  [Symbol.dispose](): void;
}

/** Starts evaluating the project in a folder (absolute) once more. */
export function startSecondEvaluation(folder: string): SecondEvaluation {
  const { env, cwd } = elsewhere({ env: process.env, cwd: process.cwd() });
  const cache = getCompileCacheDir();
  const child = fork(programFile("project/purity/second-evaluation"), [folder], {
    cwd,
    env: { ...env, ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }) },
    execArgv: isInstallation ? [] : ["--conditions=troupe-source"],
    // What code of the project prints has been printed by the first evaluation.
    stdio: ["ignore", "ignore", process.env["TROUPE_DEBUG"] ? "inherit" : "ignore", "ipc"],
  });
  const messages = on(child, "message", { close: ["close"] }) as AsyncIterable<readonly [Message]>;
  return {
    async compare(first) {
      const own = new Map([...partsOf(first)].map((part) => [partKey(part), part]));
      const order = new Map([...own.keys()].map((key, index) => [key, index]));
      const found: PartDifference[] = [];
      for await (const [message] of messages) {
        if (message.kind === "failed") return { differences: [], diagnostics: message.diagnostics.map(onlySecond) };
        if (message.kind === "done") {
          const rank = ({ part }: PartDifference) => order.get(partKey(part)) ?? order.size;
          return { differences: [...found, ...[...own.values()].map(missing)].toSorted((a, b) => rank(a) - rank(b)), diagnostics: [] };
        }
        const { part, json } = message;
        const mine = own.get(partKey(part));
        own.delete(partKey(part));
        found.push(...compareParts(part, mine, json));
        // Everything else follows from what the inventory says.
        if (part.level === "inventory" && found.length > 0) return { differences: found, diagnostics: [] };
      }
      const how = child.signalCode === null ? `ended with status ${child.exitCode}` : `was ended by ${child.signalCode}`;
      return { differences: [], diagnostics: [diagnose(secondEvaluationEnded, { how })] };
    },
    [Symbol.dispose]: () => void child.kill("SIGKILL"),
  };
}

function compareParts(part: PartName, own: Part | undefined, json: string): readonly PartDifference[] {
  if (own === undefined) return [{ part, own, path: [], before: undefined, after: JSON.parse(json) as unknown }];
  const before = own.json();
  return before === json ? [] : differences(JSON.parse(before), JSON.parse(json)).map((difference) => ({ part, own, ...difference }));
}

const missing = (own: Part): PartDifference => ({ part: own, own, path: [], before: JSON.parse(own.json()) as unknown, after: undefined });

const onlySecond = (diagnostic: Diagnostic): Diagnostic => ({
  ...diagnose(impureFailure, { problem: diagnostic.message }, { marks: diagnostic.marks }),
  ...(diagnostic.notes !== undefined && { notes: diagnostic.notes }),
});
