/** What perInstance and perMachine both receive. */
import type { Site } from "@troupe/modules";
import { createExportsReader, type ExportReader } from "../exports/reader.ts";
import { buildScopeKey, type Scope } from "../exports/scope.ts";
import type { ExportStore } from "../exports/store.ts";
import type { ExportsRecord } from "../exports/types.ts";
import { guard } from "../guard.ts";
import type { Machine } from "../inventory/model.ts";
import type { MachineView, Meta } from "../service/context.ts";
import { inside } from "./calls.ts";
import { machineView } from "./views.ts";

/** What all services have around them. */
export interface Surroundings {
  readonly machines: ReadonlyMap<string, Machine>;
  readonly meta: Meta;
  /** The exports of all services; not to be asked for before they all exist. */
  readonly store: () => ExportStore;
}

/** The parts that the contexts of all calls have in common. */
export interface CommonContext {
  readonly machine: MachineView;
  readonly meta: Meta;
  readonly mkExports: (value: unknown, level?: { readonly scope?: string }) => ExportsRecord;
  readonly exports: () => object;
}

/** What the context of a call, which publishes under `scope`, is made of. */
export function commonContext(
  { machines, meta, store }: Surroundings,
  call: ExportReader,
  scope: Scope & { readonly machineName: string },
  ownRoles: readonly string[],
): CommonContext {
  let reader: object | undefined;
  return {
    machine: machineView(machines.get(scope.machineName)!, ownRoles, call.caller),
    meta,
    mkExports(value, { scope: level } = {}) {
      const site: Site = { ...inside(call.site, "exports"), label: `${call.caller}, exports`, origin: buildScopeKey(scope) };
      return {
        "~exports": true,
        key: buildScopeKey(level === undefined ? scope : widened(scope, level)),
        value: deferredExport(value, call, site),
        site,
      };
    },
    exports: () => (reader ??= createExportsReader(store(), call)),
  };
}

function widened({ serviceName, instanceName, roleName }: Scope, level: string): Scope {
  if (level === "service") return { serviceName };
  if (level === "instance") return { serviceName, instanceName };
  return { serviceName, instanceName, roleName };
}

/** A function given to mkExports is called when somebody reads the export, and what it throws is its own call's fault. */
function deferredExport(value: unknown, call: ExportReader, site: Site): unknown {
  return typeof value === "function"
    ? { _type: "lazy", content: () => guard(`mkExports in ${call.caller}`, site, () => value() as unknown) }
    : value;
}
