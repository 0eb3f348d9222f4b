/** @troupe/core: what the seeds describe: machines, tags, services, roles, settings, exports. Knows no platform. */
export { defineService } from "./service/define-service.ts";
export { nested } from "./service/nested.ts";
export type { NestedRoles, NestedService } from "./model/nested.ts";
export type {
  ExportFragment,
  ExportOut,
  Exported,
  ExportsLevel,
  ExportsMethods,
  ExportsReader,
  ExportsRecord,
  FreeForm,
  OwnScope,
} from "./model/exports.ts";
export type { Json } from "./model/json.ts";
export type {
  InstanceContext,
  MachineContext,
  MachineView,
  RoleMember,
  RoleName,
  RolesView,
  RoleView,
} from "./model/service-context.ts";
export type { Meta } from "./model/meta.ts";
export type { ModuleContext, ModuleResult } from "./model/module.ts";
export type { ClassResults, ServiceResult } from "./model/result.ts";
export type {
  AnyRoleDefinition,
  AnyServiceDefinition,
  Constraints,
  Manifest,
  OwnExports,
  Provided,
  RoleDefinition,
  Service,
  ServiceDefinition,
} from "./model/service.ts";
export type { Roles, ServiceTypes, Types } from "./model/service-types.ts";

export { defineExports } from "./exports/contract.ts";
export type { ExportsContract } from "./model/contract.ts";
export { buildScopeKey, matchesScope, parseScope } from "./exports/scope.ts";
export type { ParsedScope, Scope, ScopePattern } from "./model/scope.ts";
export { getExport, type ScopeRecord, selectExports } from "./exports/selection.ts";

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
  TagContext,
  TagDefinition,
  UsersDefinition,
  Vocabulary,
} from "./model/inventory-definition.ts";
export type { Settings, SettingsWithDefaults } from "./model/settings.ts";
export type { TypedService } from "./model/service-types.ts";
export {
  all,
  and,
  anyCluster,
  clusterMachines,
  hostname,
  machineClass,
  not,
  or,
  service,
  tag,
  where,
} from "./filters/filter.ts";
export type { Filter, FilterMachine } from "./model/filters.ts";
export { parseFilter, showFilter } from "./filters/text.ts";
export type {
  AnyClusterService,
  ClassDefinitions,
  ClusterService,
  ClusterServiceContext,
  ClusterServiceDefinition,
  DefinedClusterService,
  Element,
} from "./model/cluster-service.ts";
export { defineClusterService } from "./clusters/cluster-service.ts";
export type {
  AnyExtension,
  Extended,
  Extension,
  ExtensionCommand,
  ExtensionCommandContext,
  ExtensionDefinition,
} from "./model/evaluation.ts";
export { defineExtension } from "./extensions/extension.ts";
export type { ExtensionValues } from "./model/extension-values.ts";
export type { Annotations, Facts, FactsDefinition, Ips } from "./model/annotations.ts";
export { factsOptions } from "./annotations/facts.ts";
export { inventorySources } from "./inventory/sources.ts";
export type { InventorySource } from "./model/written-inventory.ts";
export type { Cluster, Machine } from "./model/machine.ts";
export type { InventoryModel } from "./model/evaluation.ts";

export type { Evaluated } from "./model/evaluation.ts";
export { evaluateInventory, type EvaluateOptions } from "./evaluate/evaluate.ts";
export type { Contributor, MachineEvaluation, PlatformModule, Reads } from "./model/machine-evaluation.ts";
export type { ClassName, MachineClass, MachineClasses } from "./model/machine-class.ts";
export type { Interface, InterfaceFragment, InterfaceOut, OpenValues } from "./model/interface.ts";

export { explain } from "./explain/explain.ts";
export type {
  ExplainedAnnotations,
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
export type { OfferedService } from "./model/instance.ts";
