/**
 * The inputs of `inventory.json`. An input is code that Troupe runs, so its text may name only what the owner of the
 * project installed or wrote.
 */
import { realpathSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, resolve, sep } from "node:path";

/** The names of npm packages, and of modules in them. No part is `.` or `..`, because a path could leave the package. */
const packageName = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*(?:\/(?!\.{1,2}(?:\/|$))[\w.~@+-]+)*$/i;

/**
 * Returns why a text cannot be an input of `inventory.json`; undefined for the name of a package, and for a relative
 * module whose real path is inside the project. A module that does not exist is none of these problems.
 */
export function inputProblem(specifier: string, inventory: string): string | undefined {
  if (!/^\.{1,2}\//.test(specifier)) {
    if (isBuiltin(specifier)) return "is a module of Node";
    return packageName.test(specifier) ? undefined : "is neither the name of a package nor a path that begins with ./";
  }
  const folder = dirname(inventory);
  const file = resolve(folder, specifier);
  if (!isBelow(file, resolve(folder))) return "leads out of the project";
  try {
    return isBelow(realpathSync(file), realpathSync(folder)) ? undefined : "is a link that leads out of the project";
  } catch {
    return undefined;
  }
}

const isBelow = (path: string, folder: string): boolean =>
  path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
