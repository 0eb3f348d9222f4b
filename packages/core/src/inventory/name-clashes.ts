/** Services of one manifest name. */
import { type Diagnostic, diagnose } from "@troupe/modules";
import { sameServiceName } from "../diagnostics.ts";
import { groupBy } from "../remember.ts";
import type { ServiceEntry } from "./model.ts";

/** Services of one name would write under the same scopes. */
export function nameClashes(services: readonly ServiceEntry[]): readonly Diagnostic[] {
  return [...groupBy(services, ({ name }) => name)]
    .filter(([, same]) => same.length > 1)
    .map(([name, same]) =>
      diagnose(sameServiceName, { name, keys: same.map(({ id }) => id) }, { marks: same.map(({ site }) => ({ site })) }),
    );
}
