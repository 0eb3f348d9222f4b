/** Machines with ordinary systemd Linux, as a class of machines. */
import type { ClusterServiceContext, MachineClass, ModuleContext, ModuleResult } from "@troupe/core";
import { linuxModules } from "./modules.ts";

declare module "@troupe/core" {
  interface MachineClasses {
    readonly linux: MachineClass;
  }
  interface ClassResults {
    /** For machines of class `linux` only. */
    readonly linuxModule?: ModuleResult | ((context: ModuleContext) => ModuleResult) | undefined;
  }
  interface ClassDefinitions<R, F> {
    /**
     * Like `definition`, but for machines of class `linux` alone: definitions, or a function of `{ config }`, the
     * machine's own configuration with everything that services contribute, to be read inside `lazy`.
     */
    readonly linuxDefinition?: (
      context: ClusterServiceContext<R, F>,
    ) => ModuleResult | ((context: ModuleContext) => ModuleResult);
  }
}

/**
 * The class `linux`: machines that Troupe itself configures.
 *
 * @example
 * linuxClass.result; // => "linuxModule"
 */
export const linuxClass: MachineClass = {
  name: "linux",
  result: "linuxModule",
  definition: "linuxDefinition",
  modules: linuxModules,
  users: (users) => ({ users: { users } }),
  facts: (facts) => ({ facts }),
};
