/** The place of a definition, so that every value and every diagnostic says where it comes from. */

/**
 * A place in the user's files or in the inventory's own terms. All parts are optional: a definition made by a program
 * has only a label, a definition from `inventory.json` has everything.
 *
 * @example
 * const site: Site = { file: "inventory.json", line: 12, column: 9, pointer: ["instances", "my-vpn"], label: "instance my-vpn" };
 * describeSite(site); // => "inventory.json:12:9 (instance my-vpn)"
 */
export interface Site {
  /** Path of the file as messages show it. */
  readonly file?: string | undefined;
  /** Line in the file, from 1. */
  readonly line?: number | undefined;
  /** Column in the line, from 1. */
  readonly column?: number | undefined;
  /**
   * Keys from the value that begins at `line`/`column` (TypeScript) or from the root of the file (JSON) to the place
   * itself.
   */
  readonly pointer?: readonly string[] | undefined;
  /** The place in the user's terms: "instance my-vpn, role peer, tag laptop". */
  readonly label?: string | undefined;
  /** The contributor: an export scope ("kvstore:sessions:replica:carol"), or "machine carol". */
  readonly origin?: string | undefined;
}
