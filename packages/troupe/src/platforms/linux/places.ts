/** Places in the project, for problems that only a machine finds. */
import type { Path } from "@troupe/linux";
import { type Mark, showPath } from "@troupe/modules";
import type { DesiredLinux } from "./desired.ts";

/** Returns the first of the paths that has definitions, with their places. */
export function placeOf(
  { marksAt }: Pick<DesiredLinux, "marksAt">,
  paths: readonly Path[],
): { readonly path?: string; readonly marks?: readonly Mark[] } {
  for (const path of paths) {
    // A default has no place in the project.
    const marks = marksAt(path).filter(({ site }) => site.file !== undefined || site.origin !== undefined);
    if (marks.length > 0) return { path: showPath(path), marks };
  }
  return {};
}
