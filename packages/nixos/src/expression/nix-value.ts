/**
 * Nix values: proxies that record selections and calls, such as `config.networking.hostName`, `lib.mkIf(…)` and
 * `pkgs.redis`.
 */
import { fail } from "@troupe/modules";
import { type Misuse, misusedValue } from "../diagnostics.ts";
import type { Expression, Recorded } from "../model/expression.ts";
import { expressionKey } from "./expression.ts";
import { isMethodName } from "./javascript-methods.ts";
import { application, selection } from "./nodes.ts";
import { placeholderFor } from "./placeholders.ts";
import { currentRecording } from "./recording.ts";
import { userMarks } from "./user-code.ts";

/**
 * A value that only NixOS knows. Reading a property selects an attribute, a call applies a function; both return
 * another `NixValue`. A template string interpolates the value. Comparing, branching and calculating are errors
 * (TRP3201).
 */
export interface NixValue {
  // oxlint-disable-next-line typescript/no-explicit-any -- the types of options are unknown
  (...given: readonly any[]): NixValue;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above; `any` and not `NixValue`, which noUncheckedIndexedAccess would make optional
  readonly [attribute: string]: any;
  // Properties that functions have themselves: `lib.toString`, `config.services.bind`.
  /* oxlint-disable typescript/no-explicit-any -- as above */
  readonly name: any;
  readonly length: any;
  readonly toString: any;
  readonly bind: any;
  readonly call: any;
  readonly apply: any;
  readonly arguments: any;
  readonly caller: any;
  readonly prototype: any;
  /* oxlint-enable typescript/no-explicit-any */
}

interface Target {
  (): void;
  record: Recorded;
}

/** Returns a Nix value for an expression, and adds the value to the current recording. */
export function symbolic(expression: Expression): NixValue {
  const record: Recorded = { expression, used: false };
  const recording = currentRecording();
  if (recording !== undefined) {
    recording.made.push(record);
    if (recording.without === recording.made.length - 1) {
      recording.place = userMarks()[0]?.site;
      return undefined as unknown as NixValue;
    }
  }
  const target = (() => undefined) as unknown as Target;
  target.record = record;
  return new Proxy(target, handler) as unknown as NixValue;
}

const handler: ProxyHandler<Target> = {
  get({ record }, key) {
    if (key === expressionKey) {
      record.used = true;
      return record.expression;
    }
    if (typeof key === "symbol") return symbolProperty(record, key);
    if (key === "then") return misuse(record, "await");
    if (isIndex(key)) return misuse(record, "index");
    record.used = true;
    return symbolic(selection(record.expression, key));
  },
  apply({ record }, _self, given: readonly unknown[]) {
    const { expression } = record;
    record.used = true;
    const last = expression.path?.at(-1);
    if (last !== undefined && !isLibrary(expression) && isMethodName(last)) {
      if (last !== "toJSON" || given.length === 1) return misuse(record, last === "toJSON" ? "json" : "method");
    }
    // `mkIf` and `lazy` call functions without arguments, so a Nix value returns itself then.
    return given.length === 0 ? argument(expression) : symbolic(application(expression, given));
  },
  has: ({ record }) => misuse(record, "keys"),
  ownKeys: ({ record }) => misuse(record, "keys"),
  getOwnPropertyDescriptor: ({ record }) => misuse(record, "keys"),
  set: ({ record }) => misuse(record, "change"),
  defineProperty: ({ record }) => misuse(record, "change"),
  deleteProperty: ({ record }) => misuse(record, "change"),
  construct: ({ record }) => misuse(record, "construct"),
};

/** Returns a Nix value that no recording expects to be used: an argument, or an expression that is recorded already. */
export function argument(expression: Expression): NixValue {
  const target = (() => undefined) as unknown as Target;
  target.record = { expression, used: true };
  return new Proxy(target, handler) as unknown as NixValue;
}

function symbolProperty(record: Recorded, key: symbol): unknown {
  if (key === Symbol.toPrimitive) {
    return (hint: string) => {
      if (hint !== "string") return misuse(record, hint === "number" ? "number" : "operator");
      record.used = true;
      return placeholderFor(record.expression);
    };
  }
  return key === Symbol.iterator || key === Symbol.asyncIterator ? misuse(record, "iterate") : undefined;
}

/** True for an expression inside a library, where names such as `map` and `toJSON` are functions of Nix. */
function isLibrary({ path }: Expression): boolean {
  const [root, first] = path!;
  return root === "lib" || root === "builtins" || root === "pkgs" || (root === "config" && first === "lib");
}

const isIndex = (key: string): boolean => /^\d+$/.test(key);

function misuse({ expression }: Recorded, how: Misuse): never {
  return fail(
    misusedValue,
    { value: expression.path?.join(".") ?? "the result of a function of Nix", how },
    { marks: userMarks() },
  );
}
