/** Evaluates one case about the module system. */
import { evalModules, type Evaluation, isPlainObject, type OptionInfo } from "@troupe/modules";
import { whnf } from "@troupe/modules/internal";
import type { Outcome } from "../format.ts";
import { evaluate, type Scope } from "./expression.ts";
import { failMissing, failOther, outcomeOf } from "./failures.ts";
import { type CaseModule, type ModuleReference, referenced } from "./module.ts";
import { forceInOrder, sortedKeys } from "./values.ts";

/** The input of a case. */
export interface ModulesInput {
  readonly modules: readonly ModuleReference[];
  readonly library?: Readonly<Record<string, CaseModule>>;
  readonly specialArgs?: Readonly<Record<string, unknown>>;
  readonly class?: string;
  readonly prefix?: readonly string[];
  readonly query?: Query;
}

/** Which part of the result is wanted. */
export type Query =
  | { readonly config: readonly string[] }
  | { readonly names: readonly string[] }
  | { readonly option: readonly string[] }
  | { readonly optionNames: readonly string[] };

export function runModulesCase(input: ModulesInput): Outcome {
  return outcomeOf(() => {
    const scope: Scope = { levels: [], library: input.library ?? {} };
    const evaluation = evalModules({
      modules: input.modules.map((module) => referenced(module, scope)),
      specialArgs: Object.fromEntries(
        Object.entries(input.specialArgs ?? {}).map(([name, value]) => [name, evaluate(value, scope)]),
      ),
      class: input.class,
      prefix: input.prefix,
    });
    return answer(evaluation, input.query ?? { config: [] });
  });
}

/** The part of an evaluation that a query asks for. */
export function answer(evaluation: Evaluation, query: Query): unknown {
  const { config } = evaluation;
  if ("config" in query) return forceInOrder(at(config, query.config));
  if ("names" in query) return sortedKeys(at(config, query.names) as object);
  if ("option" in query) return describe(at(evaluation.options, query.option) as OptionInfo);
  return sortedKeys(at(evaluation.options, query.optionNames) as object);
}

function at(start: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => {
    if (!isPlainObject(value)) return failOther(`there is nothing at ${name}`);
    return Object.hasOwn(value, name) ? whnf(value[name]) : failMissing(name);
  }, start);
}

function describe(option: OptionInfo): unknown {
  const file = (site: { readonly file?: string | undefined }): string => site.file ?? "<unknown-file>";
  return {
    isDefined: option.isDefined,
    highestPrio: option.highestPriority,
    files: option.sites.map(file),
    declarations: option.declarations.map(file),
    type: option.type.description,
    typeName: option.type.name,
  };
}
