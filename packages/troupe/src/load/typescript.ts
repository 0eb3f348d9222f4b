/** Running the user's TypeScript with Node's own type stripping, and turning what can go wrong into diagnostics. */
import { readFileSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { diagnose, isTroupeError, type Site, stackFrame, TroupeError } from "@troupe/modules";
import { importFailed, invalidTypeScript, projectFailed, unsupportedTypeScript } from "./diagnostics.ts";
import { currentUrl, noteImport, specifierFrom } from "./modules.ts";
import { unlessStalled } from "./stalled.ts";
import { isOfProject, isOwnFile } from "./whose.ts";

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
    if (isTroupeError(error)) throw error;
    throw new TroupeError([importDiagnostic(file, error)], { cause: error });
  }
}

function importDiagnostic(file: string, error: unknown) {
  if (!(error instanceof Error))
    return diagnose(projectFailed, { file: basename(file), error: `it threw ${String(error)}` }, { marks: [{ site: { file } }] });
  const code = (error as { readonly code?: unknown }).code;
  const site = snippetSite(error.stack ?? "") ?? stackFrame(error.stack ?? "", isOfProject) ?? { file };
  const what = error.message.replace(/\.$/, "");
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") return diagnose(unsupportedTypeScript, { what }, { marks: [{ site }] });
  if (error instanceof SyntaxError && /does not provide an export named/.test(what))
    return diagnose(importFailed, { what: friendlyImport(what) }, { marks: [{ site }] });
  if (error instanceof SyntaxError) return diagnose(invalidTypeScript, { what }, { marks: [{ site }] });
  if (code === "ERR_MODULE_NOT_FOUND" || code === "ERR_PACKAGE_PATH_NOT_EXPORTED" || code === "ERR_UNSUPPORTED_DIR_IMPORT") {
    const named = plainFile(/imported from (.+)$/.exec(what)?.[1] ?? file);
    // What inventory.json names is imported by Troupe.
    const importer = isOwnFile(named) ? file : named;
    const wanted = /'([^']+)'/.exec(what)?.[1] ?? "";
    return diagnose(
      importFailed,
      { what: friendlyImport(what.replace(/ imported from .+$/, "")) },
      { marks: [{ site: importSite(importer, basename(wanted)) }] },
    );
  }
  return diagnose(projectFailed, { file: basename(file), error: `${error.name}: ${error.message}` }, { marks: [{ site }] });
}

/** The place in a file of something in quotes that ends with a name. */
function importSite(file: string, name: string): Site {
  let lines: readonly string[] = [];
  try {
    lines = readFileSync(file, "utf8").split("\n");
  } catch {
    return { file };
  }
  for (const [index, text] of lines.entries()) {
    for (const quote of ['"', "'"]) {
      const end = text.indexOf(name + quote);
      const begin = end === -1 ? -1 : text.lastIndexOf(quote, end);
      if (begin !== -1) return { file, line: index + 1, column: begin + 1 };
    }
  }
  return { file };
}

function friendlyImport(what: string): string {
  return what.replace(/^Cannot find/, "There is no").replace(/^The requested module/, "The module");
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
