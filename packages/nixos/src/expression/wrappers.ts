/** Wrappers of the module system as functions of nixpkgs' lib: `lib.mkIf`, `lib.mkForce`, `lib.mkBefore`. */
import { tagOf } from "@troupe/modules/internal";
import type { Expression } from "../model/expression.ts";
import { conditionOf, resolveConditions } from "../printer/conditions.ts";
import { precedence } from "./expression.ts";
import { application, moduleArgument, selection } from "./nodes.ts";

const lib = moduleArgument("lib");
const functions = new Map<string, Expression>();

/** Returns the expression `lib.name`. */
function libFunction(name: string): Expression {
  let expression = functions.get(name);
  if (expression === undefined) functions.set(name, (expression = selection(lib, name)));
  return expression;
}

const overrides: { readonly [priority: number]: string } = {
  50: "mkForce",
  1000: "mkDefault",
  1500: "mkOptionDefault",
};
const orders: { readonly [priority: number]: string } = { 500: "mkBefore", 1500: "mkAfter" };

interface Wrapper {
  readonly priority: number;
  readonly content: unknown;
  readonly contents: readonly unknown[];
}

/** Returns the expression of a wrapper, such as `lib.mkIf …`; undefined for all other objects. */
export function wrapperExpression(value: object): Expression | undefined {
  const { priority, content, contents } = value as Wrapper;
  switch (tagOf(value)) {
    case "if":
      return conditional(value, content);
    case "merge":
      return application(libFunction("mkMerge"), [
        contents.filter((content) => resolveConditions(content) !== undefined),
      ]);
    case "override":
      return ranked(overrides[priority], "mkOverride", priority, content);
    case "order":
      return ranked(orders[priority], "mkOrder", priority, content);
    default:
      return undefined;
  }
}

function conditional(value: object, content: unknown): Expression {
  const condition = conditionOf(value);
  if (condition === false) return application(libFunction("mkIf"), [false, {}]);
  if (condition !== true) return application(libFunction("mkIf"), [condition, content]);
  return {
    precedence: precedence.any,
    hugs: (out, demanded) => out.hugs(out, content, demanded),
    write: (out) => out.value(out, content, precedence.any),
  };
}

const ranked = (named: string | undefined, general: string, priority: number, content: unknown): Expression =>
  named === undefined
    ? application(libFunction(general), [priority, content])
    : application(libFunction(named), [content]);
