/** troupe: everything that a `troupe.ts` needs, in one place. */
export {
  type AnyOption,
  type Diagnostic,
  enableOption,
  type Fragment,
  type Input,
  isTroupeError,
  lazy,
  mkAfter,
  mkBefore,
  mkDefault,
  mkForce,
  mkIf,
  mkMerge,
  mkOptionDefault,
  mkOrder,
  mkOverride,
  option,
  type Option,
  type OptionTree,
  type Out,
  type Site,
  t,
  TroupeError,
} from "@troupe/modules";
export {
  buildScopeKey,
  defineExports,
  defineInventory,
  defineService,
  type ExportsContract,
  getExport,
  type Inventory,
  type Json,
  nested,
  parseScope,
  type ParsedScope,
  type Scope,
  type ScopePattern,
  selectExports,
  type Service,
  type ServiceResult,
} from "@troupe/core";
export { definePackage, type PackageRef, system } from "@troupe/system";
export {
  type BuildContext,
  type BuildMachine,
  defineDeploymentForm,
  type DeploymentForm,
  type DeploymentPackage,
} from "./build/form.ts";
export type { FileContent, PackedFile } from "./files/write-whole.ts";
export { nocloudForm, type NocloudOptions } from "./build/nocloud/nocloud.ts";
