/** Values that record what is done with them: `config.networking.hostName`, `lib.mkIf(…)`, `pkgs.redis`. */
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
 * A value that only NixOS will know. Reading a property selects an attribute, calling it applies it; both give another such value. In a
 * template string it is interpolated. It cannot be looked at: not compared, not branched on, not calculated with (TRP3201).
 */
export interface NixValue {
  // oxlint-disable-next-line typescript/no-explicit-any -- what the types of options are is not known here
  (...given: readonly any[]): NixValue;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above; `any` and not `NixValue`, which noUncheckedIndexedAccess would make optional
  readonly [attribute: string]: any;
  // Names that functions have already: `lib.toString`, `config.services.bind`.
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

/** A value that records, for an expression. */
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
    // Wrappers take functions for something to call when it is needed. A value of Nix is needed as it is.
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

/** A value that nobody needs to use: an argument, or the same expression once more. */
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

/** Below these, names such as `map` and `toJSON` are functions of Nix. */
function isLibrary({ path }: Expression): boolean {
  const [root, first] = path!;
  return root === "lib" || root === "builtins" || root === "pkgs" || (root === "config" && first === "lib");
}

const isIndex = (key: string): boolean => /^\d+$/.test(key);

function misuse({ expression }: Recorded, how: Misuse): never {
  return fail(misusedValue, { value: expression.path?.join(".") ?? "the result of a function of Nix", how }, { marks: userMarks() });
}
