/** Who defines a part of the configuration, and where: for provenance and for messages. */
import type { DefinitionInfo, Mark } from "@troupe/modules";
import type { DefinitionsAt, Path } from "../model/generation-draft.ts";

/** Definitions that count, and of these those that mention something, if any does. */
function usedAt(definitionsAt: DefinitionsAt, path: Path, mentions?: (value: unknown) => boolean): readonly DefinitionInfo[] {
  const used = definitionsAt(path).filter((definition) => definition.status === "used");
  const mentioning = mentions === undefined ? [] : used.filter((definition) => anywhere(definition.value, mentions));
  return mentioning.length > 0 ? mentioning : used;
}

/** The contributors of what stands at `path`. */
export function originsAt(definitionsAt: DefinitionsAt, path: Path, mentions?: (value: unknown) => boolean): readonly string[] {
  return usedAt(definitionsAt, path, mentions).flatMap(({ site }) => site.origin ?? []);
}

/** The places where what stands at `path` was written. */
export function sitesAt(definitionsAt: DefinitionsAt, path: Path, mentions?: (value: unknown) => boolean): readonly Mark[] {
  const sites = usedAt(definitionsAt, path, mentions).map(({ site }) => site);
  // A default has no place of the user's.
  return sites.filter((site) => Object.values(site).some((part) => part !== undefined)).map((site) => ({ site }));
}

function anywhere(value: unknown, is: (value: unknown) => boolean): boolean {
  if (is(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some((part) => anywhere(part, is));
}
