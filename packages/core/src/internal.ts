/**
 * @troupe/core/internal: what Troupe's other packages need of core. No part of the public API; it may change in any
 * release.
 */
export { isMachineOrigin, machineOfOrigin, parseOrigin } from "./definition-origin.ts";
export { fqdnOf } from "./clusters/known-names.ts";
export type { KnownNames } from "./model/names.ts";
export { defaultsPriority } from "./evaluate/settings.ts";
export { changedMachines, type MachineSnapshot, type Snapshot, takeSnapshot } from "./evaluate/snapshot.ts";
export { isExportsContract } from "./exports/contract.ts";
export type { FilterPlace } from "./model/filters.ts";
export { abandonUserCode, userCode } from "./guard.ts";
export { interfaceOptions } from "./interface.ts";
export { parseTargetHost, type TargetHost } from "./inventory/address.ts";
export { isInventory } from "./inventory/define-inventory.ts";
export { machinePath } from "./inventory/machines.ts";
export type { Definitions } from "./model/definitions.ts";
export type { GroupPlace, Instance, InstanceRole, Selection, ServiceEntry, SettingsPlace } from "./model/instance.ts";
export { ownValue } from "./names.ts";
export { inventoryJson } from "./inventory/sources.ts";
export { dialect as schemaDialect } from "./schema/inventory-schema.ts";
export { declareOwnCode, userFrame } from "./user-frame.ts";
