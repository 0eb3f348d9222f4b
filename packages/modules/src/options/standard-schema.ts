/**
 * Options as a Standard Schema (standardschema.dev), so that form libraries, routers and the like can check an input
 * with them.
 */
import { formatDiagnostic } from "../diagnostics/troupe-error.ts";
import { evalModules } from "../evaluate/eval-modules.ts";
import { force } from "../evaluate/force.ts";
import type { Input, Out } from "../model/option-values.ts";
import type { OptionTree } from "../model/option.ts";

/** The interface of the specification, version 1; validation is synchronous. */
export interface StandardSchema<In, Result> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (
      value: unknown,
    ) => { readonly value: Result; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };
    readonly types?: { readonly input: In; readonly output: Result } | undefined;
  };
}

/** A problem, as the Standard Schema specification defines it. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (string | number)[];
}

/**
 * Makes a Standard Schema of a tree of options: inputs get their defaults, and every problem is an issue.
 *
 * @example
 * const schema = standardSchema({ port: option(t.port), host: option(t.str, { default: "localhost" }) });
 * schema["~standard"].validate({ port: 80 }); // => { value: { port: 80, host: "localhost" } }
 */
export function standardSchema<const O extends OptionTree>(tree: O): StandardSchema<Input<O>, Out<O>> {
  return {
    "~standard": {
      version: 1,
      vendor: "troupe",
      validate(value) {
        const evaluation = evalModules<Out<O>>({ modules: [{ options: tree, config: value }] });
        const problems = evaluation.diagnostics();
        if (problems.length === 0) return { value: force(evaluation.config) };
        return {
          issues: problems.map((problem) => {
            const message = formatDiagnostic({ ...problem, marks: [] }).slice(problem.code.length + 1);
            return { message, ...(problem.path !== undefined && { path: keysIn(problem.path) }) };
          }),
        };
      },
    },
  };
}

const part = /"((?:[^"\\]|\\.)*)"|[^."]+/g;
const entry = /^\[definition \d+-entry (\d+)\]$/;

/** The keys that a path is made of; list entries by their index, as there is only one definition. */
function keysIn(path: string): readonly (string | number)[] {
  return [...path.matchAll(part)].map(([text, quoted]) => {
    const key = quoted === undefined ? text : (JSON.parse(`"${quoted.replaceAll(String.raw`\$`, "$")}"`) as string);
    const index = entry.exec(key)?.[1];
    return index === undefined ? key : Number(index) - 1;
  });
}
