/** Settings are data: what JSON can hold, inside the wrappers that say when and how strongly it counts. */
import { diagnose, fail, isPlainObject, kindOf, showPath, type Site, TroupeError } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { settingsImports, settingsNotJson } from "../diagnostics.ts";

/**
 * Checks one definition of settings; all its problems are reported together. Contents of `lazy` are not checked.
 *
 * @throws TRP2201 for `imports`, TRP2202 for what is not JSON
 */
export function checkSettings(definition: unknown, site: Site): void {
  const where = site.label ?? "an instance";
  const at = (path: readonly string[]) => ({
    marks: [{ site: { ...site, pointer: [...(site.pointer ?? []), ...path] } }],
  });
  eachContent(definition, (settings) => {
    if (isPlainObject(settings) && "imports" in settings) fail(settingsImports, { where }, at(["imports"]));
  });
  const problems = [...notJson(definition, [])].map(({ path, what }) =>
    diagnose(settingsNotJson, { where, path: showPath(path), found: what }, at(path)),
  );
  if (problems.length > 0) throw new TroupeError(problems);
}

interface Found {
  readonly path: readonly string[];
  readonly what: string;
}

function notJson(definition: unknown, path: readonly string[], found: Found[] = []): readonly Found[] {
  eachContent(definition, (value) => {
    const what = Array.isArray(value) || isPlainObject(value) ? undefined : scalarProblem(value);
    if (what !== undefined) found.push({ path, what });
    else if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) notJson(inner, [...path, key], found);
  });
  return found;
}

function scalarProblem(value: unknown): string | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "string" || typeof value === "undefined")
    return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `the number ${value}`;
  return typeof value === "function" ? "a function" : kindOf(value);
}

/** Goes through the wrappers around a definition. */
function eachContent(definition: unknown, visit: (content: unknown) => void): void {
  const wrapper = definition as {
    readonly content: unknown;
    readonly contents: readonly unknown[];
    readonly value: unknown;
  };
  switch (tagOf(definition)) {
    case "lazy":
      return;
    case "if":
    case "override":
    case "order":
      return eachContent(wrapper.content, visit);
    case "definition":
      return eachContent(wrapper.value, visit);
    case "merge":
      // A malformed merge is reported where it is merged.
      return Array.isArray(wrapper.contents)
        ? wrapper.contents.forEach((content) => eachContent(content, visit))
        : undefined;
    default:
      return visit(definition);
  }
}
