/** Public names of @troupe/vocabulary. */
export * as vocabularyDiagnostics from "./diagnostics.ts";
export { systemOptions, type SystemConfig, type SystemFragment } from "./options/index.ts";
export { unitOptions } from "./options/systemd/unit.ts";
export type { UnitAtom, UnitValueType } from "./options/systemd/unit-value.ts";
export {
  definePackage,
  isPackageRef,
  type PackageNames,
  type PackageRef,
  renderPackageRefs,
  samePackage,
} from "./packages/package-ref.ts";
export { packageReference, type PackageType } from "./packages/package-type.ts";
export { moduleSite, system } from "./system.ts";
export { escapeSystemdExecArgs, quoteSystemd } from "./systemd-syntax.ts";
