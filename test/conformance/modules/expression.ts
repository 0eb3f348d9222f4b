/** The expressions of cases, computed as lazily as Nix computes them. */
import { isPlainObject, type ModuleArgs, type OptionInfo } from "@troupe/modules";
import { whnf } from "@troupe/modules/internal";
import { failMissing, failOther, failUser } from "./failures.ts";
import { apply, call, type FunctionReference, functionOf } from "./functions.ts";
import { type CaseModule, moduleOf } from "./module.ts";
import { type CaseType, typeOf } from "./types.ts";
import { deferred, lazyList, lazySet, type Thunk } from "./values.ts";

/** Where an expression stands: the arguments of the enclosing modules, innermost first, and the named modules. */
export interface Scope {
  readonly levels: readonly (ModuleArgs | undefined)[];
  readonly library: Readonly<Record<string, CaseModule>>;
}

/** The value of an expression, computed down to its first level. */
export function evaluate(expression: unknown, scope: Scope): unknown {
  if (Array.isArray(expression)) return lazyList(expression.map((element) => thunk(element, scope)));
  if (typeof expression !== "object" || expression === null) return expression;
  const form = Object.keys(expression).find((key) => key.startsWith("$"));
  if (form === undefined)
    return lazySet(Object.entries(expression).map(([name, value]) => [name, thunk(value, scope)] as const));
  const compute = Object.hasOwn(forms, form) ? forms[form]! : failOther(`there is no form ${form}`);
  return whnf(compute((expression as Record<string, never>)[form]!, scope, expression as Record<string, never>));
}

/** An expression that is computed when somebody asks. */
export const thunk =
  (expression: unknown, scope: Scope): Thunk =>
  () =>
    evaluate(expression, scope);

/** The same in a form that the module system looks into. */
export const later = (expression: unknown, scope: Scope): unknown =>
  typeof expression === "object" ? deferred(thunk(expression, scope)) : expression;

type Form = (operand: never, scope: Scope, whole: Readonly<Record<string, never>>) => unknown;

const forms: Readonly<Record<string, Form>> = {
  $if: ([condition, content]: [unknown, unknown], scope) => conditional(condition, content, scope),
  $merge: (contents: readonly unknown[], scope) => ({
    _type: "merge",
    contents: contents.map((content) => later(content, scope)),
  }),
  $override: ([priority, content]: [number, unknown], scope) => ({
    _type: "override",
    priority,
    content: later(content, scope),
  }),
  $order: ([priority, content]: [number, unknown], scope) => ({
    _type: "order",
    priority,
    content: later(content, scope),
  }),
  $definition: ({ file, value }: { file: string; value: unknown }, scope) => ({
    _type: "definition",
    site: { file },
    value: later(value, scope),
  }),
  $ref: (path: readonly string[], scope, { up }) => follow(argument("config", levelAt(scope, up)), path),
  $opt: ([path, attribute]: [readonly string[], string], scope, { up }) =>
    optionAttribute(optionAt(path, scope, up), attribute),
  $aliasDefs: (path: readonly string[], scope, { up }) => aliasOf(() => optionAt(path, scope, up), undefined),
  $arg: (name: string, scope, { up }) => argument(name, levelAt(scope, up)),
  $throw: (message: string) => failUser(message),
  $call: ([name, ...args]: [string, ...unknown[]], scope) =>
    call(
      name,
      args.map((arg) => thunk(arg, scope)),
    ),
  $apply: ([target, ...args]: [unknown, ...unknown[]], scope) =>
    apply(
      evaluate(target, scope),
      args.map((arg) => thunk(arg, scope)),
    ),
  $str: (parts: readonly unknown[], scope) => parts.map((part) => textOf(evaluate(part, scope))).join(""),
  $attrs: (entries: readonly (readonly [unknown, unknown])[], scope) =>
    lazySet(entries.map(([name, value]) => [textOf(evaluate(name, scope)), thunk(value, scope)] as const)),
  $module: (module: CaseModule, scope) => moduleOf(module, scope),
  $mkOption: (declaration: CaseOption, scope) => optionOf(declaration, scope),
  $type: (type: CaseType, scope) => typeOf(type, scope),
  $lit: (value: unknown) => value,
};

/**
 * The module system forgives a content that fails under a false condition, because it may have called a function too
 * early. In Nix nothing is called too early, so here the failure counts.
 */
function conditional(condition: unknown, content: unknown, scope: Scope): unknown {
  let failure: { readonly error: unknown } | undefined;
  const compute = (): unknown => {
    try {
      return evaluate(content, scope);
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  const holds = (): unknown => {
    if (failure !== undefined) throw failure.error;
    return evaluate(condition, scope);
  };
  return { _type: "if", condition: deferred(holds), content: deferred(compute) };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : failOther("cannot make text of this"));

function levelAt(scope: Scope, up: number | undefined): ModuleArgs {
  return scope.levels[up ?? 0] ?? failOther("there is no enclosing module function");
}

/** A module argument, as nixpkgs finds it: those given from outside first, then `_module.args`. */
export function argument(name: string, args: ModuleArgs): unknown {
  if (name === "config" || name === "options") return args[name];
  if (Object.hasOwn(args.specialArgs, name)) return args.specialArgs[name];
  return follow(args.config, ["_module", "args", name]);
}

function follow(start: unknown, path: readonly string[]): unknown {
  let value = whnf(start);
  for (const name of path) {
    if (!isPlainObject(value)) return failOther(`there is nothing at ${name} in something that is no set`);
    // Not Object.hasOwn: of an object that stands for a configuration this asks for the one name only.
    if (Object.getOwnPropertyDescriptor(value, name) === undefined) return failMissing(name);
    value = whnf(value[name]);
  }
  return value;
}

/** The option at a path. */
export const optionAt = (path: readonly string[], scope: Scope, up?: number): OptionInfo =>
  follow(argument("options", levelAt(scope, up)), path) as OptionInfo;

function optionAttribute(option: OptionInfo, attribute: string): unknown {
  if (attribute === "isDefined") return option.isDefined;
  return attribute === "highestPrio" ? option.highestPriority : failMissing(attribute);
}

/** nixpkgs' `mkAliasDefinitions`; with a path, as `mkAliasAndWrapDefsWithPriority` puts them there. */
export function aliasOf(option: () => OptionInfo, wrap: ((content: unknown) => unknown) | undefined): unknown {
  const condition = deferred(() => option().isDefined);
  if (wrap === undefined)
    return { _type: "if", condition, content: deferred(() => ({ _type: "merge", contents: option().definitions })) };
  const contents = (): readonly unknown[] =>
    option().definitions.map((content) => ({ _type: "override", priority: option().highestPriority, content }));
  return { _type: "if", condition, content: wrap(deferred(() => ({ _type: "merge", contents: contents() }))) };
}

/** The declaration of an option. */
export interface CaseOption {
  readonly type?: CaseType;
  readonly default?: unknown;
  readonly apply?: FunctionReference;
  readonly [field: string]: unknown;
}

/** An option of the module system. */
export function optionOf({ type, default: value, apply: reference, ...rest }: CaseOption, scope: Scope): object {
  return {
    "~option": true,
    ...rest,
    ...(type !== undefined && { type: typeOf(type, scope) }),
    ...(value !== undefined && { default: later(value, scope) }),
    ...(reference !== undefined && { "~apply": (merged: Thunk) => functionOf(reference)(merged) }),
  };
}
