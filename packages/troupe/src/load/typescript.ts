/** Running the user's TypeScript with Node's own type stripping, and turning what can go wrong into diagnostics. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { diagnose, isTroupeError, type Site, stackFrame, TroupeError } from "@troupe/modules";
import { importFailed, invalidTypeScript, projectFailed, unsupportedTypeScript } from "./diagnostics.ts";
import { unlessStalled } from "./stalled.ts";
import { isOfProject } from "./whose.ts";

/**
 * The exports of a module of the project.
 *
 * @throws TRP4003 to TRP4006 and TRP4010 if it cannot be read, fails, or waits for ever
 */
export async function importModule(file: string): Promise<{ readonly [name: string]: unknown }> {
  try {
    return await unlessStalled(file, import(pathToFileURL(file).href) as Promise<{ readonly [name: string]: unknown }>);
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
    const importer = /imported from (.+)$/.exec(what)?.[1]?.replace(/^file:\/\//, "") ?? file;
    const wanted = /'([^']+)'/.exec(what)?.[1] ?? "";
    return diagnose(
      importFailed,
      { what: friendlyImport(what.replace(/ imported from .+$/, "")) },
      { marks: [{ site: importSite(importer, basename(wanted)) }] },
    );
  }
  return diagnose(projectFailed, { file: basename(file), error: `${error.name}: ${error.message}` }, { marks: [{ site }] });
}

/** The line of an import whose path ends with a name. */
function importSite(file: string, name: string): Site {
  let lines: readonly string[] = [];
  try {
    lines = readFileSync(file, "utf8").split("\n");
  } catch {
    return { file };
  }
  const line = lines.findIndex((text) => text.includes(`${name}"`) || text.includes(`${name}'`));
  return line === -1 ? { file } : { file, line: line + 1, column: lines[line]!.search(/["'][^"']*["']\s*(?:with\b.*)?;?\s*$/) + 1 };
}

function friendlyImport(what: string): string {
  return what.replace(/^Cannot find/, "There is no").replace(/^The requested module/, "The module");
}

/** What Node puts before the message of a syntax error: `file:line`, the source line, carets. */
function snippetSite(stack: string): Site | undefined {
  const lines = stack.split("\n");
  const place = /^(?:file:\/\/)?(.+):(\d+)$/.exec(lines[0] ?? "");
  if (place === null) return undefined;
  const carets = lines.slice(1, 8).find((line) => /^\s*\^+\s*$/.test(line));
  return { file: place[1], line: Number(place[2]), column: carets === undefined ? undefined : carets.indexOf("^") + 1 };
}
