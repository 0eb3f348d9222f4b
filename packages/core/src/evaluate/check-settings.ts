/** Settings are data: what JSON can hold, inside the wrappers that say when and how strongly it counts. */
import { fail, isPlainObject, kindOf, showPath, type Site, tagOf } from "@troupe/modules";
import { settingsImports, settingsNotJson } from "../diagnostics.ts";

/**
 * Checks one definition of settings. Contents of `lazy` are left alone: nobody knows them yet.
 *
 * @throws TRP2201 for `imports`, TRP2202 for what is not JSON
 */
export function checkSettings(definition: unknown, site: Site): void {
  const where = site.label ?? "an instance";
  const details = { marks: [{ site }] };
  eachContent(definition, (settings) => {
    if (isPlainObject(settings) && "imports" in settings) fail(settingsImports, { where }, details);
  });
  const found = notJson(definition, []);
  if (found !== undefined) fail(settingsNotJson, { where, path: showPath(found.path), found: found.what }, details);
}

interface Found {
  readonly path: readonly string[];
  readonly what: string;
}

function notJson(definition: unknown, path: readonly string[]): Found | undefined {
  let found: Found | undefined;
  eachContent(definition, (value) => {
    found ??= Array.isArray(value) || isPlainObject(value) ? notJsonIn(value, path) : scalarProblem(value, path);
  });
  return found;
}

function notJsonIn(values: object, path: readonly string[]): Found | undefined {
  for (const [key, value] of Object.entries(values)) {
    const found = notJson(value, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function scalarProblem(value: unknown, path: readonly string[]): Found | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "string" || typeof value === "undefined") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : { path, what: `the number ${value}` };
  return { path, what: typeof value === "function" ? "a function" : kindOf(value) };
}

/** Goes through the wrappers around a definition. */
function eachContent(definition: unknown, visit: (content: unknown) => void): void {
  const wrapper = definition as { readonly content: unknown; readonly contents: readonly unknown[]; readonly value: unknown };
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
      // What is wrong with it is told where it is merged.
      return Array.isArray(wrapper.contents) ? wrapper.contents.forEach((content) => eachContent(content, visit)) : undefined;
    default:
      return visit(definition);
  }
}
