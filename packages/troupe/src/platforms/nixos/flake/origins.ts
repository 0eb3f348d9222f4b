/** The origins of a machine's generated files, whose names have the service, the instance and the role. */
import { parseOrigin } from "@troupe/core/internal";

/**
 * The origins of each file; none for what comes from no contributor.
 *
 * @example
 * originsOfFiles(["troupe/machines/alice/services/kvstore.sessions.primary.nix"], ["kvstore:sessions:primary:alice"]);
 * // => new Map([["troupe/machines/alice/services/kvstore.sessions.primary.nix", ["kvstore:sessions:primary:alice"]]])
 */
export function originsOfFiles(
  paths: readonly string[],
  origins: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const byName = Map.groupBy(origins, nameOf);
  return new Map(
    paths.map((path) => [path, byName.get(path.replace(/^.*\//, "").replace(/(?:-\d+)?\.nix$/, "")) ?? []]),
  );
}

/**
 * The file name of an origin. Files of equal names have a number at the end; both origins count then, because the
 * number tells none.
 */
function nameOf(origin: string): string {
  const parsed = parseOrigin(origin);
  if (parsed.kind !== "call") return parsed.kind;
  const { serviceName, instanceName, roleName } = parsed.scope;
  const parts = [serviceName, instanceName, roleName].filter((part) => part !== "");
  return parts
    .map((part) => part.replaceAll("/", "+").replaceAll(/[^\w+-]/g, "-"))
    .join(".")
    .replace(/-\d+$/, "");
}
