/**
 * The form of a service definition, checked when the inventory is evaluated, because a user need not run the compiler.
 */
import { isOption, isPlainObject, kindOf, showPath } from "@troupe/modules";
import { describeThrown, tagOf } from "@troupe/modules/internal";
import { isExportsContract } from "../exports/contract.ts";
import type { AnyRoleDefinition, AnyServiceDefinition, Constraints, Manifest } from "../model/service.ts";

/** A part of a definition that is something else than it must be. */
export interface WrongPart {
  /** `roles.primary.perInstance` */
  readonly part: string;
  /** The same as a path. */
  readonly at: readonly string[];
  readonly expected: string;
  readonly got: string;
}

/** The form of a part, in words and as a check. */
type Form = readonly [expected: string, is: (value: unknown) => boolean];

// A value that throws when it is looked at throws in these checks.
const object: Form = ["an object", (value) => isPlainObject(value) && Object.keys(value).length >= 0];
const text: Form = ["a string", (value) => typeof value === "string"];
const count: Form = ["a number", (value) => typeof value === "number" && !Number.isNaN(value)];
const callable: Form = ["a function", (value) => typeof value === "function"];
const list: Form = ["a list", (value) => Array.isArray(value) && value.length >= 0];
const options: Form = ["a tree of options or a list of modules", isOptions];
const contract: Form = ["a contract made with defineExports", isContract];
const contractOrOptions: Form = [
  "a contract, a tree of options or a list of modules",
  (value) => (isExportsContract(value) ? isContract(value) : isOptions(value)),
];

function isOptions(value: unknown): boolean {
  return (
    (Array.isArray(value) && [...(value as readonly unknown[])].length >= 0) ||
    (isPlainObject(value) && !isOption(value) && tagOf(value) === undefined)
  );
}

function isContract(value: unknown): boolean {
  return isExportsContract(value) && typeof value.name === "string" && isOptions(value.options);
}

/** One part of a definition. */
interface Part {
  /** Undefined for a part of any form. */
  readonly form?: Form;
  readonly required?: boolean;
  /** The parts within it, by key. */
  readonly parts?: Parts;
  /** Every entry of a record or a list. */
  readonly entry?: Part;
}
interface Parts {
  readonly [key: string]: Part;
}
/** A part for every key of a type, so that the compiler asks for a forgotten one. */
type PartsOf<T> = { readonly [K in keyof Required<T>]: Part };

const limitParts: PartsOf<NonNullable<NonNullable<Constraints["roles"]>[string]>> = {
  minMachines: { form: count },
  maxMachines: { form: count },
};
const constraintParts: PartsOf<Constraints> = {
  maxInstances: { form: count },
  roles: { form: object, entry: { form: object, parts: limitParts } },
};

/** The manifest of a service. */
export const manifestParts: PartsOf<Manifest> = {
  name: { form: text, required: true },
  description: {},
  readme: {},
  categories: {},
  constraints: { form: object, parts: constraintParts },
};

/** A role of a service. */
export const roleParts: PartsOf<AnyRoleDefinition> = {
  description: {},
  interface: { form: options },
  observed: {},
  perInstance: { form: callable },
};

const contracts: Part = { form: list, entry: { form: contract, required: true } };

/** The definition of a service: the only description of its keys and their forms. */
export const definitionParts: PartsOf<AnyServiceDefinition> = {
  manifest: { form: object, required: true, parts: manifestParts },
  roles: { form: object, entry: { form: object, required: true, parts: roleParts } },
  perMachine: { form: callable },
  exports: { form: contractOrOptions },
  provides: contracts,
  reads: contracts,
};

/** The parts of a definition that are not what they must be. */
export function wrongPartsOf(definition: object): readonly WrongPart[] {
  const wrong: WrongPart[] = [];

  function checkParts(holder: Record, parts: Parts, above: readonly string[]): void {
    for (const [key, part] of Object.entries(parts)) check(holder, [...above, key], part);
  }

  function check(holder: Record, path: readonly string[], { form, required = false, parts, entry }: Part): void {
    if (form === undefined) return;
    const value = formed(holder, path, form, required);
    if (value === undefined) return;
    if (parts !== undefined) checkParts(value, parts, path);
    if (entry !== undefined) for (const key of entryKeys(value)) check(value, [...path, key], entry);
  }

  /** The value of a part that has its form; undefined if it is absent, or wrong, which is noted. */
  function formed(
    holder: Record,
    path: readonly string[],
    [expected, is]: Form,
    required: boolean,
  ): Record | undefined {
    const part = showPath(path).replaceAll(/\."(\d+)"/g, "[$1]");
    try {
      const value = holder[path.at(-1)!];
      if (value === undefined && !required) return undefined;
      if (is(value)) return value as Record;
      wrong.push({ part, at: path, expected, got: value === undefined ? "missing" : kindOf(value) });
    } catch (error) {
      wrong.push({
        part,
        at: path,
        expected,
        got: `something that cannot be looked at (${describeThrown(error).text})`,
      });
    }
    return undefined;
  }

  checkParts(definition as Record, definitionParts, []);
  return wrong;
}

/** The keys of a record; for a list all indexes, because a list may have holes. */
const entryKeys = (value: Record): readonly string[] =>
  Array.isArray(value) ? Array.from({ length: value.length }, (_, index) => String(index)) : Object.keys(value);

interface Record {
  readonly [key: string]: unknown;
}
