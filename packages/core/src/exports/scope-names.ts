/** Machines and instances in scopes may be called by any name that they have; what stands in keys are their ids. */
import { idCalled } from "../clusters/known-names.ts";
import type { Scope, ScopeNames } from "../model/scope.ts";

/** The place of a scope. */
export interface ScopePlace {
  /** `the export scope "kvstore:sessions:primary:"` */
  readonly where: string;
  readonly cluster: string | undefined;
}

/**
 * The scope with ids in it; a name that nothing has stays what it is.
 *
 * @throws TRP2107 for a name that several machines or instances have
 */
export function withIds<S extends Scope>(
  scope: S,
  { machines, instances }: ScopeNames,
  { where, cluster }: ScopePlace,
): S {
  const { instanceName = "", machineName = "" } = scope;
  const machine = machineName && (idCalled(machines, machineName, cluster, where) ?? machineName);
  const [written = "", ...nested] = instanceName.split("/");
  const instance = written && [idCalled(instances, written, cluster, where) ?? written, ...nested].join("/");
  return machine === machineName && instance === instanceName
    ? scope
    : { ...scope, ...(instance && { instanceName: instance }), ...(machine && { machineName: machine }) };
}
