/** The form that the definition of a service has. The compiler checks all of this, but nobody has to ask it. */
import { isOption, isPlainObject, kindOf, showPath } from "@troupe/modules";
import { describeThrown, tagOf } from "@troupe/modules/internal";
import { isExportsContract } from "../exports/contract.ts";

/** A part of a definition that is something else than it must be. */
export interface WrongPart {
  /** `roles.primary.perInstance` */
  readonly part: string;
  /** The same as a path. */
  readonly at: readonly string[];
  readonly expected: string;
  readonly got: string;
}

/** What a part may be, in words and as a check. */
type Form = readonly [expected: string, is: (value: unknown) => boolean];

// What cannot even say what is in it throws here and below.
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

/** The parts of a definition that are not what they must be. */
export function wrongPartsOf(definition: object): readonly WrongPart[] {
  const wrong: WrongPart[] = [];

  /** The part as a record, to look further into; empty if it is absent or wrong. */
  function check(holder: Record, path: readonly string[], [expected, is]: Form, required = false): Record {
    const part = showPath(path).replaceAll(/\."(\d+)"/g, "[$1]");
    try {
      const value = holder[path.at(-1)!];
      if (value === undefined && !required) return {};
      if (is(value)) return value as Record;
      wrong.push({ part, at: path, expected, got: value === undefined ? "missing" : kindOf(value) });
    } catch (error) {
      wrong.push({ part, at: path, expected, got: `something that cannot be looked at (${describeThrown(error).text})` });
    }
    return {};
  }

  const root = definition as Record;
  const manifest = check(root, ["manifest"], object, true);
  if (wrong.length === 0) check(manifest, ["manifest", "name"], text, true);
  const constraints = check(manifest, ["manifest", "constraints"], object);
  check(constraints, ["manifest", "constraints", "maxInstances"], count);
  const limited = check(constraints, ["manifest", "constraints", "roles"], object);
  for (const role of Object.keys(limited)) {
    const path = ["manifest", "constraints", "roles", role];
    const limits = check(limited, path, object);
    for (const limit of ["minMachines", "maxMachines"]) check(limits, [...path, limit], count);
  }
  const roles = check(root, ["roles"], object);
  for (const name of Object.keys(roles)) {
    const role = check(roles, ["roles", name], object, true);
    check(role, ["roles", name, "interface"], options);
    check(role, ["roles", name, "perInstance"], callable);
  }
  check(root, ["perMachine"], callable);
  check(root, ["exports"], contractOrOptions);
  for (const key of ["provides", "reads"]) {
    const contracts = check(root, [key], list);
    // Not by its keys: a list may have holes.
    for (let index = 0; index < Number(contracts["length"] ?? 0); index++) check(contracts, [key, String(index)], contract, true);
  }
  return wrong;
}

interface Record {
  readonly [key: string]: unknown;
}
