/** Who the generated files of a machine come from: they are called by their service, instance and role. */
import { parseScope } from "@troupe/core";

/**
 * The origins of each file; none for what comes from no contributor.
 *
 * @example
 * originsOfFiles(["troupe/machines/alice/services/kvstore.sessions.primary.nix"], ["kvstore:sessions:primary:alice"]);
 * // => new Map([["troupe/machines/alice/services/kvstore.sessions.primary.nix", ["kvstore:sessions:primary:alice"]]])
 */
export function originsOfFiles(paths: readonly string[], origins: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byName = Map.groupBy(origins, nameOf);
  return new Map(paths.map((path) => [path, byName.get(path.replace(/^.*\//, "").replace(/(?:-\d+)?\.nix$/, "")) ?? []]));
}

/** Two that would be called alike are told apart by a number, which says nothing here: then both are meant. */
function nameOf(origin: string): string {
  if (!origin.includes(":")) return origin.split(" ")[0]!;
  const { serviceName, instanceName, roleName } = parseScope(origin);
  const parts = [serviceName, instanceName, roleName].filter((part) => part !== "");
  return parts
    .map((part) => part.replaceAll("/", "+").replaceAll(/[^\w+-]/g, "-"))
    .join(".")
    .replace(/-\d+$/, "");
}
