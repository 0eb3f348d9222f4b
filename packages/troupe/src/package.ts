/** This package: where it lies, and what its package.json says. */
import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { dirname, join, sep } from "node:path";

const description = findPackageJSON(import.meta.url)!;

/** Absolute: `packages/troupe` in the repository, `node_modules/troupe` where it is installed. */
export const packageFolder = dirname(description);

/** True where it is installed, and built. */
export const isInstallation = packageFolder.split(sep).includes("node_modules");

/** The file of a program of this package, by its path below `src` without the ending. */
export const programFile = (name: string): string =>
  join(packageFolder, isInstallation ? `dist/${name}.js` : `src/${name}.ts`);

/** E.g. "0.1.0". */
export const { version } = JSON.parse(readFileSync(description, "utf8")) as { readonly version: string };
