/** @troupe/core: what the seeds describe: machines, tags, services, roles, settings, exports. Knows no platform. */
export { defineService } from "./service/define-service.ts";
export { nested, type NestedRoles, type NestedService } from "./service/nested.ts";
export type {
  ExportFragment,
  ExportOut,
  Exported,
  ExportsLevel,
  ExportsMethods,
  ExportsReader,
  ExportsRecord,
  FreeForm,
  Json,
  OwnScope,
} from "./exports/types.ts";
export type {
  InstanceContext,
  MachineContext,
  MachineView,
  Meta,
  ModuleContext,
  ModuleResult,
  RoleMember,
  RoleName,
  RolesView,
  RoleView,
  ServiceResult,
} from "./service/context.ts";
export type {
  AnyRoleDefinition,
  AnyServiceDefinition,
  Constraints,
  Manifest,
  OwnExports,
  Provided,
  RoleDefinition,
  Roles,
  Service,
  ServiceDefinition,
  ServiceTypes,
  Types,
} from "./service/types.ts";

export { defineExports, type ExportsContract } from "./exports/contract.ts";
export { buildScopeKey, matchesScope, parseScope, type ParsedScope, type Scope, type ScopePattern } from "./exports/scope.ts";
export { getExport, type ScopeRecord, selectExports } from "./exports/select.ts";

export { defineInventory, type InventoryBuilder } from "./inventory/define-inventory.ts";
export type {
  ClusterDefinition,
  ClusterUses,
  ComputedTag,
  DeployDefinition,
  InstanceDefinition,
  Instances,
  Inventory,
  InventoryDefinition,
  InventoryJson,
  InventoryParts,
  JsonMachines,
  JsonTags,
  MachineDefinition,
  RoleAssignment,
  RoleAssignments,
  RoleSelection,
  Settings,
  SettingsWithDefaults,
  TagContext,
  TagDefinition,
  TypedService,
  UsersDefinition,
  Vocabulary,
} from "./inventory/types.ts";
export {
  all,
  and,
  anyCluster,
  clusterMachines,
  type Filter,
  type FilterMachine,
  hostname,
  machineClass,
  not,
  or,
  service,
  tag,
  where,
} from "./filters/filter.ts";
export { parseFilter, showFilter } from "./filters/text.ts";
export {
  type AnyClusterService,
  type ClusterService,
  type ClusterServiceContext,
  type ClusterServiceDefinition,
  defineClusterService,
  type DefinedClusterService,
  type Element,
} from "./clusters/cluster-service.ts";
export {
  type AnyExtension,
  defineExtension,
  type Extended,
  type Extension,
  type ExtensionCommand,
  type ExtensionCommandContext,
  type ExtensionDefinition,
  type ExtensionValues,
} from "./extensions/extension.ts";
export type { Annotations, Facts, FactsDefinition, Ips } from "./annotations/types.ts";
export { factsOptions } from "./annotations/facts.ts";
export { inventorySources } from "./inventory/sources.ts";
export type { InventorySource } from "./inventory/written.ts";
export type { Cluster, InventoryModel, Machine } from "./inventory/model.ts";

export { type Evaluated, evaluateInventory, type EvaluateOptions } from "./evaluate/evaluate.ts";
export type { Contributor, MachineClass, MachineEvaluation, PlatformModule } from "./evaluate/machine.ts";
export type { Interface, InterfaceFragment, InterfaceOut, OpenValues } from "./interface.ts";

export { explain } from "./explain/explain.ts";
export type {
  ExplainedContributor,
  ExplainedDefinition,
  ExplainedExport,
  ExplainedField,
  Explanation,
  ExplainSubject,
  Membership,
  Strength,
} from "./explain/explanation.ts";
export { type ExportsGraph, exportsGraph, type GraphEdge, type GraphLevel, type GraphNode } from "./explain/graph.ts";
export { interfaceSchema } from "./schema/interface-schema.ts";
export { inventorySchema, type InventorySchemaOptions } from "./schema/inventory-schema.ts";
export type { OfferedService } from "./inventory/offered.ts";
