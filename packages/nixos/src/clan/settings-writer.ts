/** Settings for Clan: one module of plain data for each place. */
import { type Interface, type Meta } from "@troupe/core";
import { type Definitions, interfaceOptions, type SettingsPlace } from "@troupe/core/internal";
import { diagnose, type Diagnostic, isPlainObject, isTroupeError, kindOf, showPath, type Site } from "@troupe/modules";
import { overrideLeaves, tagOf, whnf } from "@troupe/modules/internal";
import { isPackageRef, renderPackageRefs } from "@troupe/vocabulary";
import { notJson } from "../diagnostics.ts";
import { conditionOf } from "../printer/conditions.ts";

/** Names at the top of a definition that Nix takes for parts of a module instead of options. */
const moduleKeys = [
  "_class",
  "_file",
  "config",
  "disabledModules",
  "freeformType",
  "imports",
  "key",
  "meta",
  "options",
  "require",
];

/** A place with settings, and the priority of its `defaults`. */
export interface WeighedPlace extends SettingsPlace {
  readonly priority: number;
}

/** The context in which settings of a role are written; `declared` is the interface of the role. */
export interface SettingsWriter {
  readonly declared: Interface;
  readonly meta: Meta;
  readonly report: (diagnostic: Diagnostic) => void;
}

/**
 * Returns the settings at these places as one module; undefined if there are none. Clan has no `defaults`, so their
 * values get their priority as overrides.
 */
export function clanSettings(
  places: readonly WeighedPlace[],
  { declared, meta, report }: SettingsWriter,
): object | undefined {
  const contents = places.flatMap(({ settings, defaults, priority }) => [
    ...plain(settings, (value) => value, report),
    ...plain(defaults, (value) => overrideLeaves(priority, value, interfaceOptions(declared, meta)), report),
  ]);
  if (contents.length === 0) return undefined;
  const names = contents.flatMap((content) => Object.keys(content as object));
  if (contents.every(isDefinitions) && new Set(names).size === names.length)
    return Object.assign({}, ...contents) as object;
  return { config: contents.length === 1 ? contents[0] : { _type: "merge", contents } };
}

const isDefinitions = (value: unknown): value is object =>
  isPlainObject(value) && tagOf(value) === undefined && !moduleKeys.some((word) => Object.hasOwn(value, word));

function plain(
  definitions: Definitions,
  change: (value: unknown) => unknown,
  report: (diagnostic: Diagnostic) => void,
): readonly unknown[] {
  return definitions.flatMap(({ value, site }) => {
    const content = json(change(value), [], site, report);
    return content === undefined || isEmptySet(content) ? [] : [content];
  });
}

const isEmptySet = (value: unknown): boolean => isPlainObject(value) && Object.keys(value).length === 0;

interface Wrapper {
  readonly _type: string;
  readonly priority: number;
  readonly content: unknown;
  readonly contents: unknown;
}

/**
 * Returns a definition as JSON, with deferred values computed and conditions decided. Returns undefined for an empty or
 * reported definition (TRP3243).
 */
function json(
  definition: unknown,
  path: readonly string[],
  site: Site,
  report: (diagnostic: Diagnostic) => void,
): unknown {
  const value = computed(definition, report);
  const list = (items: readonly unknown[]) =>
    items.map((item, index) => below(item, String(index))).filter((item) => item !== undefined);
  const below = (inner: unknown, ...names: readonly string[]) => json(inner, [...path, ...names], site, report);
  switch (tagOf(value)) {
    case undefined:
      break;
    case "if":
      return conditionOf(value as object) === true ? below((value as Wrapper).content) : undefined;
    case "merge":
      return { _type: "merge", contents: list(computed((value as Wrapper).contents, report) as readonly unknown[]) };
    case "override":
    case "order": {
      const { _type, priority, content } = value as Wrapper;
      const inner = below(content);
      return inner === undefined ? undefined : { _type, priority, content: inner };
    }
    default:
      return refuse(isPackageRef(value) ? "a package" : kindOf(value));
  }
  if (Array.isArray(value)) return list(value);
  if (isPlainObject(value)) {
    const entries = Object.entries(value).map(([name, inner]) => [name, below(inner, name)] as const);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
  }
  if (typeof value === "string" && renderPackageRefs(value, () => "") !== value)
    return refuse("the path of a program, which is another one on every platform");
  const isJson =
    value === undefined || value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  return isJson ? value : refuse(kindOf(value));

  function refuse(what: string): undefined {
    const pointer = [...(site.pointer ?? []), ...path];
    const params = { what, path: showPath(path), where: site.label ?? "an instance" };
    report(diagnose(notJson, params, { marks: [{ site: { ...site, pointer } }] }));
  }
}

/** Computes a deferred value. Reports its errors, and returns undefined then. */
function computed(deferred: unknown, report: (diagnostic: Diagnostic) => void): unknown {
  try {
    return whnf(deferred);
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    error.diagnostics.forEach(report);
    return undefined;
  }
}
