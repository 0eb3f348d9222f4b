/** Contributors and places of a part of the configuration, for the provenance and for diagnostics. */
import type { DefinitionInfo, Mark } from "@troupe/modules";
import type { DefinitionsAt, Path } from "../model/generation-draft.ts";

/**
 * Returns the used definitions at a path. If `mentions` accepts a part of at least one of them, returns only the
 * definitions with such a part.
 */
function usedAt(
  definitionsAt: DefinitionsAt,
  path: Path,
  mentions?: (value: unknown) => boolean,
): readonly DefinitionInfo[] {
  const used = definitionsAt(path).filter((definition) => definition.status === "used");
  const mentioning =
    mentions === undefined ? [] : used.filter((definition) => containsMatch(definition.value, mentions));
  return mentioning.length > 0 ? mentioning : used;
}

/** Returns the contributors of the value at `path`; `mentions` narrows the definitions as in `usedAt`. */
export function originsAt(
  definitionsAt: DefinitionsAt,
  path: Path,
  mentions?: (value: unknown) => boolean,
): readonly string[] {
  return usedAt(definitionsAt, path, mentions).flatMap(({ site }) => site.origin ?? []);
}

/** Returns the places of the definitions at `path`; `mentions` narrows the definitions as in `usedAt`. */
export function sitesAt(
  definitionsAt: DefinitionsAt,
  path: Path,
  mentions?: (value: unknown) => boolean,
): readonly Mark[] {
  const sites = usedAt(definitionsAt, path, mentions).map(({ site }) => site);
  // A site without any part belongs to a default, which has no place in the project.
  return sites.filter((site) => Object.values(site).some((part) => part !== undefined)).map((site) => ({ site }));
}

function containsMatch(value: unknown, predicate: (part: unknown) => boolean): boolean {
  if (predicate(value)) return true;
  return (
    typeof value === "object" && value !== null && Object.values(value).some((part) => containsMatch(part, predicate))
  );
}
