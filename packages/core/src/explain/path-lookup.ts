/** Following a written path to a value, or to the first part of it that does not exist. */
import {
  type Diagnostic,
  type Evaluation,
  fail,
  isPlainObject,
  type OptionInfo,
  type OptionsView,
  showPath,
} from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { tryRead } from "./data.ts";
import { unknownPath } from "./diagnostics.ts";
import type { PathPart } from "./path.ts";

/** The value or the option that a path leads to. */
export interface Found {
  /** The path with its real names. */
  readonly path: readonly string[];
  /** The option or the group of options that it is the path of; undefined inside of values. */
  readonly declared: OptionInfo | OptionsView | undefined;
  readonly read: () => unknown;
  /** The problems of values on the way. */
  readonly problems: readonly Diagnostic[];
}

/** True for one option, false for a group of them. */
export const isOptionInfo = (declared: OptionInfo | OptionsView): declared is OptionInfo => declared._type === "option";

/**
 * Follows a path that starts at `root`. A name with dots in it is found without quotes too, because shells take them
 * away.
 *
 * @throws TRP2604 for the first part that does not exist. `subject` is whose path it is, `prefix` what comes before it
 *   in writing.
 */
export function findValue(
  evaluation: Evaluation,
  root: readonly string[],
  parts: readonly PathPart[],
  { subject, prefix }: { readonly subject: string; readonly prefix: readonly string[] },
): Found {
  let found = root.reduce(step, start(evaluation));
  for (let index = 0; index < parts.length;) {
    const names = namesIn(found);
    // The parts of a value that cannot be computed are unknown.
    if (names === undefined && found.problems.length > 0) {
      return {
        ...found,
        path: [...found.path, ...parts.slice(index).map(({ name }) => name)],
        declared: undefined,
        read: () => undefined,
      };
    }
    const taken = takeName(names ?? [], parts.slice(index));
    const whole = [...found.path, ...parts.slice(index).map(({ name }) => name)];
    // All definitions of the path may be under false conditions.
    if (taken === undefined && evaluation.definitionsAt(whole).length > 0)
      return { ...found, path: whole, declared: undefined, read: () => undefined };
    if (taken === undefined)
      failAt({ ...found, path: [...prefix, ...found.path.slice(root.length)] }, names, parts[index]!.name, subject);
    found = step(found, taken.name);
    index += taken.count;
  }
  return found;
}

function start(evaluation: Evaluation): Found {
  return {
    path: [],
    declared: tryRead(() => evaluation.options).value as OptionsView | undefined,
    read: () => evaluation.config,
    problems: [],
  };
}

function step({ path, declared, read, problems }: Found, name: string): Found {
  const { value, problems: more } = tryRead(read);
  const group = declared === undefined || isOptionInfo(declared) ? undefined : declared;
  return {
    path: [...path, name],
    declared: group !== undefined && Object.hasOwn(group, name) ? group[name] : undefined,
    read: () => (value as { readonly [name: string]: unknown } | undefined)?.[name],
    // Problems of a group belong to other options than this one.
    problems: group === undefined ? [...problems, ...more] : problems,
  };
}

/** The names in what was found; undefined if there can be none. */
function namesIn({ declared, read }: Found): readonly string[] | undefined {
  const options = declared === undefined || isOptionInfo(declared) ? [] : Object.keys(declared);
  const { value } = tryRead(read);
  const values = Array.isArray(value) || isPlainObject(value) ? Object.keys(value) : [];
  const names = [...new Set([...options, ...values])];
  return names.length > 0 || isPlainObject(value) || Array.isArray(value) ? names : undefined;
}

/** The name that the first parts are: the first one, or several that had a dot in between. */
function takeName(
  names: readonly string[],
  parts: readonly PathPart[],
): { readonly name: string; readonly count: number } | undefined {
  const known = new Set(names);
  for (let count = 1; count <= parts.length; count++) {
    const taken = parts.slice(0, count);
    if (count > 1 && taken.some(({ quoted }) => quoted)) return undefined;
    const name = taken.map((part) => part.name).join(".");
    if (known.has(name)) return { name, count };
  }
  return undefined;
}

function failAt({ path, read }: Found, names: readonly string[] | undefined, name: string, subject: string): never {
  const params = { subject, path: showPath([...path, name]) };
  if (names === undefined) {
    const { value } = tryRead(read);
    const what =
      value === null || value === undefined ? "not set" : Array.isArray(value) ? "an empty list" : `a ${typeof value}`;
    fail(unknownPath, { ...params, within: `: \`${showPath(path)}\` is ${what}` });
  }
  if (names.length === 0) fail(unknownPath, { ...params, within: `: \`${showPath(path)}\` is empty` });
  const hint = didYouMean(name, names);
  fail(unknownPath, { ...params, within: "" }, hint === undefined ? {} : { hint });
}
