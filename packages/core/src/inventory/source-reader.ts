/** The inventory as it is written: every source a definition of the same options, read one value at a time. */
import {
  type DefinitionInfo,
  diagnose,
  type Evaluation,
  evalModules,
  isPlainObject,
  isTroupeError,
  showPath,
  type Site,
} from "@troupe/modules";
import { valuesBehind } from "@troupe/modules/internal";
import { invalidName } from "../diagnostics.ts";
import { nearestName } from "../names.ts";
import type { Definitions } from "../model/definitions.ts";
import { inventoryOptions } from "./options.ts";
import type { InventorySource, Sections, Path, WrittenInventory } from "../model/written-inventory.ts";

/** Sources as one inventory. */
export function readSources(sources: readonly InventorySource[]): WrittenInventory {
  const evaluation = evalModules<Partial<Sections>>({
    modules: [
      { options: inventoryOptions },
      ...sources.map(({ value, site }) => ({ config: withoutSchema(value), site })),
    ],
  });
  const problems = [...evaluation.diagnostics()];
  const read = <T>(get: () => T, fallback: T): T => {
    try {
      return get();
    } catch (error) {
      if (!isTroupeError(error)) throw error;
      return (valuesBehind.get(error) as T | undefined) ?? fallback;
    }
  };
  const config = read(() => evaluation.config, {});
  const written: WrittenInventory = {
    problems,
    nearest: nearestName(),
    section: (name) => read(() => config[name], undefined) ?? ({} as never),
    read,
    definitionsAt: evaluation.definitionsAt,
    place: (path) => sitesOf(evaluation, path)[0] ?? {},
    report(kind, params, path, hint, others = []) {
      const marks = [path, ...others].flatMap((each) => sitesOf(evaluation, each)).map((site) => ({ site }));
      problems.push(diagnose(kind, params, { path: showPath(path), marks, hint }));
    },
    checkName(kind, rule, name, path) {
      if (rule.pattern.test(name)) return true;
      written.report(invalidName, { kind, name, allowed: rule.allowed }, path);
      return false;
    },
  };
  return written;
}

/** `$schema` names the schema that editors check a file with; it says nothing about the inventory. */
function withoutSchema(value: unknown): unknown {
  if (!isPlainObject(value) || !("$schema" in value)) return value;
  const { $schema: _, ...rest } = value as { readonly $schema: unknown };
  return rest;
}

/** The places that define something at a path, or else those that define what it is part of. */
function sitesOf(evaluation: Evaluation<object>, path: Path): readonly Site[] {
  for (let length = path.length; length > 0; length--) {
    // Defaults of the options have no place.
    const found = known(evaluation, path.slice(0, length)).filter(
      ({ status, priority }) => status === "used" && priority < 1500,
    );
    if (found.length > 0) return found.map(({ site }) => ({ ...site, pointer: path }));
  }
  return [];
}

/** The definitions that reach a path; none where they do not let themselves be looked at. */
function known(evaluation: Evaluation<object>, path: Path): readonly DefinitionInfo[] {
  try {
    return evaluation.definitionsAt(path);
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    return [];
  }
}

/** Definitions with words for where they are. */
export function labelled(definitions: Definitions, pointer: Path, extra: Pick<Site, "label" | "origin">): Definitions {
  return definitions.map(({ value, site }) => ({ value, site: { ...site, pointer, ...extra } }));
}
