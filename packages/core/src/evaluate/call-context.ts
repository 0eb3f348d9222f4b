/** The context that perInstance and perMachine share. */
import type { Site } from "@troupe/modules";
import { buildScopeKey } from "../exports/scope.ts";
import type { Scope } from "../model/scope.ts";
import type { ExportStore } from "../model/export-store.ts";
import type { ExportsRecord } from "../model/exports.ts";
import { guard } from "../guard.ts";
import type { Machine } from "../model/machine.ts";
import type { Annotations } from "../model/annotations.ts";
import type { KnownNames } from "../model/names.ts";
import type { Meta } from "../model/meta.ts";
import { type Call, inside } from "./calls.ts";
import type { Views } from "./views.ts";

/** The parts of an evaluation that all services share. */
export interface Surroundings {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly views: Views;
  readonly meta: Meta;
  /** The keys that the classes of machines have in results. */
  readonly resultKeys: readonly string[];
  readonly annotations: (machine: string) => Annotations;
  readonly names: KnownNames;
  /** The exports of all services; must not be called before all services exist. */
  readonly store: () => ExportStore;
}

/** Returns `mkExports` of one call. */
export const mkExportsOf =
  (call: Call) =>
  (value: unknown, { scope: level }: { readonly scope?: string } = {}): ExportsRecord => {
    const { scope } = call;
    const site: Site = {
      ...inside(call.site, "exports"),
      label: `${call.caller}, exports`,
      origin: buildScopeKey(scope),
    };
    return {
      "~exports": true,
      key: buildScopeKey(level === undefined ? scope : widened(scope, level)),
      value: deferredExport(value, call, site),
      site,
    };
  };

function widened({ serviceName, instanceName, roleName }: Scope, level: string): Scope {
  if (level === "service") return { serviceName };
  if (level === "instance") return { serviceName, instanceName };
  return { serviceName, instanceName, roleName };
}

/**
 * A function given to mkExports runs when the export is read; an error in it is a problem of the call that published
 * it.
 */
function deferredExport(value: unknown, call: Call, site: Site): unknown {
  return typeof value === "function"
    ? { _type: "lazy", content: () => guard(`mkExports in ${call.caller}`, site, () => value() as unknown) }
    : value;
}
