/** @troupe/modules: the module system alone, for authors of modules, options and option types. */
export { formatDiagnostic, isTroupeError, TroupeError } from "./diagnostics/troupe-error.ts";
export type { Diagnostic, DiagnosticCode, Mark } from "./model/diagnostic.ts";
export {
  type DiagnosticDetails,
  type DiagnosticKind,
  diagnose,
  diagnosticKind,
  fail,
} from "./diagnostics/diagnostic-kind.ts";
export { describeSite } from "./diagnostics/site.ts";
export type { Site } from "./model/site.ts";
export { kindOf, showPath, showValue } from "./diagnostics/value-text.ts";

export {
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
} from "./merge/wrappers.ts";
// For those who make option types of their own.
export { equalValues, isPlainObject } from "./merge/value.ts";
export { siteAt } from "./merge/provenance.ts";
export type { Definition, DefinitionInfo, Path, RawDefinition, Resolved, Source } from "./model/definition.ts";
export { resolve } from "./merge/resolve.ts";

export { enableOption, isOption, option, type OptionMeta } from "./options/option.ts";
export type {
  AnyOption,
  AnyType,
  DescriptionClass,
  Leaf,
  Option,
  OptionTree,
  OptionType,
  TypeBehaviour,
  Words,
} from "./model/option.ts";
export type { Fragment, Input, Out } from "./model/option-values.ts";
export { jsonSchema } from "./options/json-schema.ts";
export { type StandardIssue, type StandardSchema, standardSchema } from "./options/standard-schema.ts";

export { t } from "./types/index.ts";
export { checkedMerge, defineType, phrase, type TypeDeclaration, variantOf } from "./types/type.ts";
export type { JsonSchema } from "./model/json-schema.ts";
export type { JsonType, JsonValue } from "./types/json.ts";
export type { BoolType } from "./types/boolean.ts";
export type { IntType, NumberType } from "./types/number.ts";
export type { StrType } from "./types/string.ts";
export type { EnumType, EnumValue } from "./types/enum.ts";
export type { EitherType, NullOrType, OneOfType } from "./types/union.ts";
export type { ListOfType, NonEmptyListOfType } from "./types/list.ts";
export type { AttrsOfType, AttrsType } from "./types/attrs.ts";
export type { AttrTagType } from "./types/attr-tag.ts";
export type { CoercedToType, UniqueType } from "./types/coercion.ts";
export type { RawType } from "./types/any-value.ts";
export type { OpenSubmoduleType, SubmoduleArgs, SubmoduleExtras, SubmoduleType } from "./types/submodule/type.ts";
export type { DefinitionReader, SubmoduleDeclaration } from "./types/submodule/declaration.ts";

export type { Module, ModuleArgs, ModuleLike } from "./model/module.ts";
export { type Evaluation, type EvaluationInput, evalModules } from "./evaluate/eval-modules.ts";
export type { OptionInfo, OptionsView } from "./evaluate/options-view.ts";
export { force } from "./evaluate/force.ts";
export type { DeferredDefinition, DeferredType } from "./types/deferred.ts";
