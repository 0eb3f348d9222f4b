/** The platform of machines of class `linux`: generations of Troupe's own, switched by its agent script. */
import { linuxClass } from "@troupe/linux";
import type { Platform } from "../../deploy/model/platform.ts";
import { linuxChangeKinds } from "./change-kinds.ts";
import { renderedMachine } from "./desired.ts";

export const linuxPlatform: Platform = {
  machineClass: linuxClass,
  diagnostics: (machine) => renderedMachine(machine).diagnostics,
  deployment: async () => (await import("./deployment.ts")).linuxDeployment,
  render: renderedMachine,
  changeKinds: linuxChangeKinds,
};
