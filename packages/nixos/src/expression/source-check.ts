/** Refusal of users' functions whose source misuses their arguments. */
import { fail, type Site } from "@troupe/modules";
import { misusedValue, specialParameter } from "../diagnostics.ts";
import type { FunctionSource } from "./function-source.ts";
import { userMarks } from "./user-code.ts";

/** True for a source that {@link refuseSource} refuses. */
export const isMisusing = ({ misuse, parameters }: FunctionSource): boolean =>
  misuse !== undefined || parameters.some(({ isSpecial }) => isSpecial);

/**
 * Reports the misuse in a source. `firstParameter` is the place of the function's first parameter in the user's file.
 *
 * @throws TRP3201, TRP3208
 */
export function refuseSource(source: FunctionSource, firstParameter: Site | undefined): void {
  const { misuse, parameters } = source;
  const special = parameters.find(({ isSpecial }) => isSpecial);
  if (special !== undefined)
    fail(
      specialParameter,
      { name: special.name ?? special.binds.join(", ") },
      { marks: marksAt(source, 0, firstParameter) },
    );
  if (misuse !== undefined) fail(misusedValue, misuse, { marks: marksAt(source, misuse.at, firstParameter) });
}

/** Marks a position in a function's text as a line of the user's file. */
function marksAt(
  source: FunctionSource,
  at: number,
  firstParameter: Site | undefined,
): readonly { readonly site: Site }[] {
  if (firstParameter?.line === undefined) return userMarks();
  const lineOf = (position: number) => source.text.slice(0, position).split("\n").length;
  const line = firstParameter.line + lineOf(at) - lineOf(source.firstParameter);
  return [{ site: { file: firstParameter.file, line } }];
}

/** Runs a function that is about to be refused, only to see which arguments it reads. */
export function attempt(run: () => unknown): void {
  try {
    const result = run();
    if (result instanceof Promise) void result.catch(() => undefined);
  } catch {
    // The refusal reports the reason.
  }
}
