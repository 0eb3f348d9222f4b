/** Diagnostics for imports that fail: with the specifier as the file has it, and with advice for the right one. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Diagnostic, diagnose, type Site } from "@troupe/modules";
import { didYouMean, suggest } from "@troupe/modules/internal";
import { importFailed } from "./diagnostics.ts";
import { exportedNames } from "./exported-names.ts";
import { specifierFrom } from "./module-graph.ts";

/** A text in quotes in a file. */
interface Quoted {
  readonly site: Site;
  /** The text without the quotes. */
  readonly text: string;
}

/** Returns the first text in quotes in a file that ends with `ending`. */
function quotedIn(file: string, ending: string): Quoted | undefined {
  let lines: readonly string[];
  try {
    lines = readFileSync(file, "utf8").split("\n");
  } catch {
    return undefined;
  }
  for (const [index, line] of lines.entries()) {
    for (const quote of ['"', "'"]) {
      const end = line.indexOf(ending + quote);
      const begin = end === -1 ? -1 : line.lastIndexOf(quote, end);
      if (begin !== -1)
        return { site: { file, line: index + 1, column: begin + 1 }, text: line.slice(begin + 1, end + ending.length) };
    }
  }
  return undefined;
}

const isRelative = (specifier: string): boolean => /^\.{0,2}\//.test(specifier);

/** The diagnostic for an import of a missing file or package whose name ends with `ending`. */
export function missingModule(importer: string, ending: string): Diagnostic {
  const { site, text } = quotedIn(importer, ending) ?? { site: { file: importer }, text: ending };
  const params = isRelative(text)
    ? { what: `There is no file ${JSON.stringify(text)}`, advice: fileAdvice(importer, text) }
    : {
        what: `There is no package ${JSON.stringify(packageOf(text))} here`,
        advice: `Install it: npm install ${packageOf(text)}`,
      };
  return diagnose(importFailed, params, { marks: [{ site }] });
}

/** The diagnostic for an import of a part of a package that the package does not export. */
export function hiddenPart(importer: string, ending: string): Diagnostic {
  const { site, text } = quotedIn(importer, ending) ?? { site: { file: importer }, text: ending };
  const what = `The package ${JSON.stringify(packageOf(text))} does not let others import ${JSON.stringify(text)}`;
  return diagnose(
    importFailed,
    { what, advice: `Import what it offers: mostly that is ${JSON.stringify(packageOf(text))}.` },
    { marks: [{ site }] },
  );
}

/** The diagnostic for a name that the imported module does not export. */
export function missingExport(importer: string, specifier: string, name: string, site: Site): Diagnostic {
  const names = exportedNames(fileOf(specifier, importer) ?? "");
  const what = `${JSON.stringify(specifier)} has no ${name === "default" ? "default export" : `export ${JSON.stringify(name)}`}`;
  const near = name === "default" ? [] : suggest(name, names);
  const example =
    name === "default" && names.length > 0
      ? `Import by name: import { ${names[0]} } from ${JSON.stringify(specifier)}.`
      : undefined;
  const advice = example ?? (near.length > 0 || isRelative(specifier) ? didYouMean(name, names) : undefined);
  return diagnose(importFailed, { what, advice }, { marks: [{ site }] });
}

/** The diagnostic for an import of JSON without `with { type: "json" }`. */
export function unmarkedJson(importer: string, ending: string): Diagnostic {
  const { site, text } = quotedIn(importer, ending) ?? { site: { file: importer }, text: ending };
  const what = `The import of ${JSON.stringify(text)} does not say that it is JSON`;
  return diagnose(
    importFailed,
    { what, advice: `Write: import … from ${JSON.stringify(text)} with { type: "json" };` },
    { marks: [{ site }] },
  );
}

const packageOf = (specifier: string): string => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

const extensions = [".ts", ".mts", ".js", ".mjs", ".json"];

/** Returns the advice for an import of a file that does not exist: the names of similar files. */
function fileAdvice(importer: string, specifier: string): string {
  const wanted = join(dirname(importer), specifier);
  const ending = [...extensions, ...extensions.map((each) => `/index${each}`)].find((each) =>
    existsSync(wanted + each),
  );
  if (ending !== undefined) return `Write ${JSON.stringify(specifier + ending)}: imports name the whole file.`;
  const begin = specifier.slice(0, specifier.lastIndexOf("/") + 1);
  const near = suggest(specifier.slice(begin.length), filesIn(dirname(wanted)));
  if (near.length > 0) return `Did you mean ${near.map((name) => JSON.stringify(begin + name)).join(" or ")}?`;
  return extname(specifier) === ""
    ? `Imports name the whole file, with its ending: ${JSON.stringify(`${specifier}.ts`)}.`
    : "Paths begin at the folder of the file that imports.";
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => extensions.includes(extname(name)));
  } catch {
    return [];
  }
}

/** The file that an import leads to, if it can be found. */
function fileOf(specifier: string, importer: string): string | undefined {
  if (isRelative(specifier)) return join(dirname(importer), specifier);
  try {
    return fileURLToPath(import.meta.resolve(specifierFrom(specifier, importer)));
  } catch {
    return undefined;
  }
}
