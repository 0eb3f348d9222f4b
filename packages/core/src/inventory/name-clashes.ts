/** Services of one manifest name. */
import { type Diagnostic, diagnose } from "@troupe/modules";
import { sameServiceName } from "../diagnostics.ts";
import { groupBy } from "../collections.ts";
import type { Instance, ServiceEntry } from "../model/instance.ts";

/**
 * Services of one name would write under the same scopes. A service with `nested` instances alone is named after the
 * first of them.
 */
export function nameClashes(
  services: readonly ServiceEntry[],
  nested: ReadonlySet<Instance> = new Set(),
): readonly Diagnostic[] {
  const keyOf = ({ id, instances }: ServiceEntry) =>
    instances.length > 0 && instances.every((instance) => nested.has(instance))
      ? instances[0]!.name
      : id.replace(/^self\//, "");
  return [...groupBy(services, ({ name }) => name)]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) =>
      diagnose(sameServiceName, { name, keys: same.map(keyOf) }, { marks: same.map(({ site }) => ({ site })) }),
    );
}
