/** Sites as text. */
import type { Site } from "../model/site.ts";

/**
 * The place as one line of text: `file:line:column (label)`, whichever of them are known.
 *
 * @example
 * describeSite({ file: "troupe.ts", line: 12, column: 3, label: "machine alice" }); // => "troupe.ts:12:3 (machine alice)"
 * describeSite({ label: "machine alice" }); // => "machine alice"
 */
export function describeSite(site: Site): string {
  const position = [site.file, site.line, site.line === undefined ? undefined : site.column]
    .filter((part) => part !== undefined)
    .join(":");
  if (position === "") return site.label ?? "an unknown place";
  return site.label === undefined ? position : `${position} (${site.label})`;
}
