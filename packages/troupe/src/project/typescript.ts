/** Running the user's TypeScript with Node's own type stripping, and turning what can go wrong into diagnostics. */
import { realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type Diagnostic, diagnose, isTroupeError, type Site, TroupeError } from "@troupe/modules";
import { describeThrown, stackFrame } from "@troupe/modules/internal";
import { invalidTypeScript, projectFailed, unsupportedTypeScript } from "./diagnostics.ts";
import { hiddenPart, missingExport, missingModule, unmarkedJson } from "./import-problem.ts";
import { currentUrl, modulesBelow, noteImport, specifierFrom } from "./modules.ts";
import { syntaxError } from "./parse.ts";
import { unlessStalled } from "./runaway/stalled.ts";
import { isOfProject, isOwnFile } from "./code-owner.ts";

/** What a module exports. */
export interface Exported {
  readonly [name: string]: unknown;
}

/**
 * The exports of a module of the project.
 *
 * @throws TRP4003 to TRP4006 and TRP4010 if it cannot be read, fails, or waits for ever
 */
export function importModule(file: string): Promise<Exported> {
  const target = realpathSync(file);
  return imported(currentUrl(target), target);
}

/**
 * The exports of what a file of the project names: a package that is installed for it, or a module relative to it.
 *
 * @throws as {@link importModule}
 */
export function importFrom(specifier: string, importer: string): Promise<Exported> {
  if (!specifier.startsWith(".") && !isAbsolute(specifier)) return imported(specifierFrom(specifier, importer), importer);
  const file = resolve(dirname(importer), specifier);
  noteImport(importer, file);
  return imported(currentUrl(file), importer);
}

/** `file` is where to look for the reason if it fails. */
async function imported(specifier: string, file: string): Promise<Exported> {
  try {
    return await unlessStalled(file, import(specifier) as Promise<Exported>);
  } catch (error) {
    if (isTroupeError(error)) throw placed(error);
    throw new TroupeError([importDiagnostic(file, error)], { cause: error });
  }
}

/** What is wrong with a call of ours at the top level of a file has the place of that call. */
function placed(error: TroupeError): TroupeError {
  const frame = error.atCaller ? stackFrame(error.stack ?? "", isOfProject) : undefined;
  if (frame === undefined) return error;
  const diagnostics = error.diagnostics.map((each) => (each.marks.length > 0 ? each : { ...each, marks: [{ site: frame }] }));
  return new TroupeError(diagnostics, { cause: error });
}

function importDiagnostic(file: string, error: unknown): Diagnostic {
  if (!(error instanceof Error))
    return diagnose(projectFailed, { file: basename(file), error: describeThrown(error).text }, { marks: [{ site: { file } }] });
  const code = (error as { readonly code?: unknown }).code;
  const site = snippetSite(error.stack ?? "") ?? stackFrame(error.stack ?? "", isOfProject) ?? { file };
  const what = error.message.replace(/\.$/, "");
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") return diagnose(unsupportedTypeScript, { what }, { marks: [{ site }] });
  const [, specifier, name] = /module '(.+)' does not provide an export named '(.+)'/.exec(what) ?? [];
  if (specifier !== undefined) return missingExport(site.file ?? file, specifier, name!, site);
  if (error instanceof SyntaxError) {
    const known = "line" in site ? undefined : [file, ...modulesBelow(file)].map(syntaxError).find((each) => each !== undefined);
    return diagnose(invalidTypeScript, { what }, { marks: [{ site: known ?? site }] });
  }
  const named = plainFile(/imported from (.+)$/.exec(what)?.[1] ?? file);
  // What inventory.json names is imported by Troupe.
  const importer = isOwnFile(named) ? file : named;
  const wanted = basename(/['"]([^'"]+)['"]/.exec(what)?.[1] ?? "");
  if (code === "ERR_MODULE_NOT_FOUND" || code === "ERR_UNSUPPORTED_DIR_IMPORT") return missingModule(importer, wanted);
  if (code === "ERR_PACKAGE_PATH_NOT_EXPORTED") return hiddenPart(importer, wanted);
  if (code === "ERR_IMPORT_ATTRIBUTE_MISSING") return unmarkedJson(importer, wanted);
  return diagnose(projectFailed, { file: basename(file), error: `${error.name}: ${error.message}` }, { marks: [{ site }] });
}

/** What Node puts before the message of a syntax error: `file:line`, the source line, carets. */
function snippetSite(stack: string): Site | undefined {
  const lines = stack.split("\n");
  const place = /^(.+):(\d+)$/.exec(lines[0] ?? "");
  if (place === null) return undefined;
  const carets = lines.slice(1, 8).find((line) => /^\s*\^+\s*$/.test(line));
  return { file: plainFile(place[1]!), line: Number(place[2]), column: carets === undefined ? undefined : carets.indexOf("^") + 1 };
}

/** A file as people know it: Node sometimes names its URL, which may end with a version. */
const plainFile = (name: string): string =>
  name.startsWith("file:") ? fileURLToPath(name.replace(/[?#].*$/, "")) : name.replace(/\?v=\d+$/, "");
