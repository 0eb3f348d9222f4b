/** The version of this package, as its package.json says. */
import { readFileSync } from "node:fs";

/** E.g. "0.1.0". */
export const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string };
