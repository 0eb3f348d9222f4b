/** Imports TypeScript of the project with Node's own type stripping, and turns errors into diagnostics. */
import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Diagnostic, diagnose, isTroupeError, type Site, TroupeError } from "@troupe/modules";
import { describeThrown, stackFrame } from "@troupe/modules/internal";
import { invalidTypeScript, projectFailed, unsupportedTypeScript } from "./diagnostics.ts";
import { hiddenPart, missingExport, missingModule, unmarkedJson } from "./import-problem.ts";
import { currentUrl, modulesBelow, recordImport, specifierFrom } from "./module-graph.ts";
import { syntaxError } from "./parse.ts";
import { awaitImport } from "./runaway/endless-await.ts";
import { isProjectFile, isTroupeFile } from "./code-owner.ts";

/** The exports of a module. */
export interface Exported {
  readonly [name: string]: unknown;
}

/**
 * Imports a module of the project.
 *
 * @throws TRP4003 to TRP4006 and TRP4010 if the module cannot be read, throws, or never settles
 */
export function importModule(file: string): Promise<Exported> {
  const target = realpathSync(file);
  return imported(currentUrl(target), target);
}

/**
 * Imports the module that a file of the project names: an installed package, or a relative module.
 *
 * @throws as {@link importModule}
 */
export function importFrom(specifier: string, importer: string): Promise<Exported> {
  if (!specifier.startsWith(".") && !isAbsolute(specifier))
    return imported(specifierFrom(specifier, importer), importer);
  const file = resolve(dirname(importer), specifier);
  recordImport(importer, file);
  return imported(currentUrl(file), importer);
}

/** Imports a module. `file` is the place of problems that have no other place. */
async function imported(specifier: string, file: string): Promise<Exported> {
  try {
    return await awaitImport(file, import(specifier) as Promise<Exported>);
  } catch (error) {
    if (isTroupeError(error)) throw withCallSite(error);
    throw new TroupeError([importDiagnostic(file, error)], { cause: error });
  }
}

/** Adds the place of the call to diagnostics of a function of Troupe that was called at the top level of a file. */
function withCallSite(error: TroupeError): TroupeError {
  const frame = error.atCaller ? stackFrame(error.stack ?? "", isProjectFile) : undefined;
  if (frame === undefined) return error;
  const diagnostics = error.diagnostics.map((diagnostic) =>
    diagnostic.marks.length > 0 ? diagnostic : { ...diagnostic, marks: [{ site: frame }] },
  );
  return new TroupeError(diagnostics, { cause: error });
}

function importDiagnostic(file: string, error: unknown): Diagnostic {
  if (!(error instanceof Error))
    return diagnose(
      projectFailed,
      { file: basename(file), error: describeThrown(error).text },
      { marks: [{ site: { file } }] },
    );
  const code = (error as { readonly code?: unknown }).code;
  const site = snippetSite(error.stack ?? "") ?? stackFrame(error.stack ?? "", isProjectFile) ?? { file };
  const what = error.message.replace(/\.$/, "");
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX")
    return diagnose(unsupportedTypeScript, { what }, { marks: [{ site }] });
  const [, specifier, name] = /module '(.+)' does not provide an export named '(.+)'/.exec(what) ?? [];
  if (specifier !== undefined) return missingExport(site.file ?? file, specifier, name!, site);
  if (error instanceof SyntaxError) {
    const errorSite =
      "line" in site
        ? undefined
        : [file, ...modulesBelow(file)].map(syntaxError).find((located) => located !== undefined);
    return diagnose(invalidTypeScript, { what }, { marks: [{ site: errorSite ?? site }] });
  }
  const named = plainFile(/imported from (.+)$/.exec(what)?.[1] ?? file);
  // Troupe imports the modules that inventory.json names.
  const importer = isTroupeFile(named) ? file : named;
  const wanted = basename(/['"]([^'"]+)['"]/.exec(what)?.[1] ?? "");
  if (code === "ERR_MODULE_NOT_FOUND" || code === "ERR_UNSUPPORTED_DIR_IMPORT") return missingModule(importer, wanted);
  if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return hiddenPart(importer, wanted);
  if (code === "ERR_IMPORT_ATTRIBUTE_MISSING") return unmarkedJson(importer, wanted);
  return diagnose(
    projectFailed,
    { file: basename(file), error: `${error.name}: ${error.message}` },
    { marks: [{ site }] },
  );
}

/** Reads the place of a syntax error from the lines before its message: `file:line`, the source line, carets. */
function snippetSite(stack: string): Site | undefined {
  const lines = stack.split("\n");
  const place = /^(.+):(\d+)$/.exec(lines[0] ?? "");
  if (place === null) return undefined;
  const carets = lines.slice(1, 8).find((line) => /^\s*\^+\s*$/.test(line));
  return {
    file: plainFile(place[1]!),
    line: Number(place[2]),
    column: carets === undefined ? undefined : carets.indexOf("^") + 1,
  };
}

/** Returns the path of a file that Node names by its path or URL, without the version of the module. */
const plainFile = (name: string): string =>
  name.startsWith("file:") ? fileURLToPath(name.replace(/[?#].*$/, "")) : name.replace(/\?v=\d+$/, "");
