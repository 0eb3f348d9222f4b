/** Where something was written, so that every value and every problem can say where it comes from. */

/**
 * A place in the user's files or in the inventory's own terms. All parts are optional: a definition made by a program
 * has only a label, one from `inventory.json` has everything.
 *
 * @example
 * const site: Site = { file: "inventory.json", line: 12, column: 9, pointer: ["instances", "my-vpn"], label: "instance my-vpn" };
 * describeSite(site); // => "inventory.json:12:9 (instance my-vpn)"
 */
export interface Site {
  /** Path of the file as it is shown to people. */
  readonly file?: string | undefined;
  /** Line in the file, from 1. */
  readonly line?: number | undefined;
  /** Column in the line, from 1. */
  readonly column?: number | undefined;
  /** Keys from the value that begins at `line`/`column` (TypeScript) or from the root of the file (JSON) to the very place. */
  readonly pointer?: readonly string[] | undefined;
  /** The place in the user's terms: "instance my-vpn, role peer, tag laptop". */
  readonly label?: string | undefined;
  /** Who contributed it: an export scope ("kvstore:sessions:replica:carol"), or "machine carol". */
  readonly origin?: string | undefined;
}

/**
 * The place as one line of text: `file:line:column (label)`, whichever of them are known.
 *
 * @example
 * describeSite({ file: "troupe.ts", line: 12, column: 3, label: "machine alice" }); // => "troupe.ts:12:3 (machine alice)"
 * describeSite({ label: "machine alice" }); // => "machine alice"
 */
export function describeSite(site: Site): string {
  const position = [site.file, site.line, site.line === undefined ? undefined : site.column].filter((part) => part !== undefined).join(":");
  if (position === "") return site.label ?? "an unknown place";
  return site.label === undefined ? position : `${position} (${site.label})`;
}
