/** Compares the evaluation of a project with a second one, made in another process and in other surroundings. */
import { fork } from "node:child_process";
import { on } from "node:events";
import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import type { Evaluated } from "@troupe/core";
import { type Diagnostic, diagnose } from "@troupe/modules";
import { type Difference, differences } from "../compare/differences.ts";
import { type Part, partKey, type PartName, partsOf } from "../compare/evaluation-parts.ts";
import { isInstallation, programFile } from "../../package.ts";
import { impureFailure, secondEvaluationEnded } from "./diagnostics.ts";
import type { ProcessMessage } from "./process-messages.ts";
import { otherSurroundings } from "./surroundings.ts";

/** A value in which the second evaluation differs from the first one. */
export interface PartDifference extends Difference {
  readonly part: PartName;
  /** The part in the first evaluation; undefined if the second evaluation alone has the part. */
  readonly first: Part | undefined;
}

/** The result of a comparison. */
export interface Comparison {
  readonly differences: readonly PartDifference[];
  /** The problems that the second evaluation alone has. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A second evaluation that is running. */
export interface SecondEvaluation {
  /** Compares the second evaluation with the first one, which must have no errors. */
  compare(first: Evaluated): Promise<Comparison>;
  /** Kills the process of the second evaluation. */
  [Symbol.dispose](): void;
}

/** Starts the second evaluation of the project in a folder (absolute). */
export function startSecondEvaluation(folder: string): SecondEvaluation {
  const { env, cwd } = otherSurroundings({ env: process.env, cwd: process.cwd() });
  const cache = getCompileCacheDir();
  const child = fork(programFile("project/purity/second-evaluation"), [folder], {
    cwd,
    env: { ...env, ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }) },
    execArgv: isInstallation ? [] : ["--conditions=troupe-source"],
    // The first evaluation prints the output of project code already.
    stdio: ["ignore", "ignore", process.env["TROUPE_DEBUG"] ? "inherit" : "ignore", "ipc"],
  });
  const messages = on(child, "message", { close: ["close"] }) as AsyncIterable<readonly [ProcessMessage]>;
  return {
    async compare(first) {
      const uncompared = new Map([...partsOf(first)].map((part) => [partKey(part), part]));
      const order = new Map([...uncompared.keys()].map((key, index) => [key, index]));
      const rank = ({ part }: PartDifference) => order.get(partKey(part)) ?? order.size;
      const partDifferences: PartDifference[] = [];
      for await (const [message] of messages) {
        if (message.kind === "failed")
          return { differences: [], diagnostics: message.diagnostics.map(asImpureFailure) };
        if (message.kind === "done") {
          const all = [...partDifferences, ...[...uncompared.values()].map(missingPart)];
          return { differences: all.toSorted((a, b) => rank(a) - rank(b)), diagnostics: [] };
        }
        const { part, json } = message;
        partDifferences.push(...compareParts(part, uncompared.get(partKey(part)), json));
        uncompared.delete(partKey(part));
        // All differences of later levels follow from those of the inventory.
        if (part.level === "inventory" && partDifferences.length > 0)
          return { differences: partDifferences, diagnostics: [] };
      }
      const how =
        child.signalCode === null ? `ended with status ${child.exitCode}` : `was ended by ${child.signalCode}`;
      return { differences: [], diagnostics: [diagnose(secondEvaluationEnded, { how })] };
    },
    [Symbol.dispose]: () => void child.kill("SIGKILL"),
  };
}

function compareParts(part: PartName, first: Part | undefined, json: string): readonly PartDifference[] {
  if (first === undefined) return [{ part, first, path: [], before: undefined, after: JSON.parse(json) as unknown }];
  const before = first.json();
  return before === json
    ? []
    : differences(JSON.parse(before), JSON.parse(json)).map((difference) => ({ part, first, ...difference }));
}

/** The difference for a part that the first evaluation alone has. */
const missingPart = (first: Part): PartDifference => ({
  part: first,
  first,
  path: [],
  before: JSON.parse(first.json()) as unknown,
  after: undefined,
});

const asImpureFailure = (diagnostic: Diagnostic): Diagnostic => ({
  ...diagnose(impureFailure, { problem: diagnostic.message }, { marks: diagnostic.marks }),
  ...(diagnostic.notes !== undefined && { notes: diagnostic.notes }),
});
