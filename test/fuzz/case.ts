/** One random program: written, run, evaluated, examined. */
import fc from "fast-check";
import { isTroupeError } from "@troupe/modules";
import { describeThrown } from "@troupe/modules/internal";
import { type Choose, chooseWith } from "./choose.ts";
import { examine, type Examined } from "./examine.ts";
import { type Program, programText, runProgram } from "./program.ts";

/** What became of a case. */
export interface Outcome {
  readonly seed: number;
  /**
   * The codes of the problems of the inventory, each once; of one that cannot even be declared, those of declaring it.
   */
  readonly codes: readonly string[];
  /** True if the inventory has no problems, whatever questions about it had. */
  readonly isRight: boolean;
  readonly machines: number;
  /** How long it took, in milliseconds. */
  readonly took: number;
  readonly failure: Failure | undefined;
}

/** Something that must not happen. */
export interface Failure {
  /** The shortest program found that does it. */
  readonly program: string;
  readonly error: string;
}

/** In so many of a thousand places there is a mistake: in half of the programs none, in others a few or many. */
const mistakes = [0, 0, 0, 0, 0, 1, 2, 4, 8, 20];

/**
 * The case of a seed with at most so many machines, whatever ran before. If it fails, a shorter one is sought for so
 * many milliseconds.
 */
export function runCase(seed: number, mostMachines: number, shrinkFor = 10_000): Outcome {
  let examined: Examined = { problems: [], answers: [], machines: 0 };
  let failure: Failure | undefined;
  const began = performance.now();
  eachProgram(seed, mostMachines, shrinkFor, (program, choose) => {
    try {
      examined = evaluate(program, choose);
    } catch (error) {
      const { text, stack } = describeThrown(error);
      failure = { program, error: stack === "" ? text : stack };
      throw error;
    }
  });
  const { problems, answers, machines } = examined;
  const codes = [...new Set([...problems, ...answers].map(({ code }) => code))];
  return { seed, codes, isRight: problems.length === 0, machines, took: performance.now() - began, failure };
}

/** The text of the program of a seed, for one that never comes to an end. */
export function programOf(seed: number, mostMachines: number): string {
  let text = "";
  eachProgram(seed, mostMachines, 0, (program) => (text = program));
  return text;
}

function eachProgram(
  seed: number,
  mostMachines: number,
  shrinkFor: number,
  use: (program: string, choose: Choose) => void,
): void {
  const property = fc.property(fc.gen(), (gen) => {
    const choose = chooseWith(gen, gen(fc.constantFrom, ...mistakes));
    use(programText(choose, mostMachines), choose);
  });
  fc.check(property, {
    seed,
    numRuns: 1,
    unbiased: true,
    ...(shrinkFor === 0 ? { endOnFailure: true } : { interruptAfterTimeLimit: shrinkFor }),
  });
}

function evaluate(program: string, choose: Choose): Examined {
  let made: Program;
  try {
    made = runProgram(program);
  } catch (error) {
    // Nothing to evaluate: what declarations throw is told by whoever loads the file.
    return { problems: isTroupeError(error) ? error.diagnostics : [], answers: [], machines: 0 };
  }
  return examine(made, choose);
}
