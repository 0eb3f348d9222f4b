/** The modules of cases as modules of the module system. */
import { fail, isPlainObject, type Module, type ModuleArgs, type ModuleLike } from "@troupe/modules";
import { moduleDiagnostics, tagOf, whnf } from "@troupe/modules/internal";
import { evaluate, later, optionOf, type CaseOption, type Scope } from "./expression.ts";
import { type Helper, helperModule } from "./helpers.ts";
import { type CaseType, typeOf } from "./types.ts";
import { lazySet, type Thunk } from "./values.ts";

/** A module, as cases write it. */
export interface CaseModule {
  readonly file?: string;
  readonly key?: string;
  readonly class?: string;
  readonly imports?: readonly unknown[];
  readonly disabledModules?: readonly unknown[];
  readonly freeformType?: CaseType;
  readonly options?: unknown;
  readonly config?: unknown;
  readonly args?: readonly string[];
  readonly plain?: true;
  readonly shorthand?: unknown;
}

/** A module, the name of one in the library, a helper, or any value. */
export type ModuleReference = CaseModule | string | Helper | { readonly $raw: unknown };

/** The module that a reference means. */
export function referenced(reference: ModuleReference, scope: Scope): ModuleLike {
  if (typeof reference === "string") {
    const module: CaseModule = { key: reference, file: reference, ...scope.library[reference] };
    return moduleOf(module, { ...scope, levels: [] });
  }
  if ("$raw" in reference) return moduleOfValue(evaluate(reference.$raw, scope));
  return "$helper" in reference ? helperModule(reference, scope) : moduleOf(reference, scope);
}

/** A module; without `plain` a function, of whose arguments expressions in it can make use. */
export function moduleOf(module: CaseModule, scope: Scope): ModuleLike {
  if (module.plain === true) return build(module, { ...scope, levels: [undefined, ...scope.levels] });
  return (args: ModuleArgs) => build(module, { ...scope, levels: [args, ...scope.levels] });
}

function build(module: CaseModule, scope: Scope): Module {
  const { file, key, class: className, imports, disabledModules, freeformType } = module;
  const fields: [string, Thunk][] = [];
  if (file !== undefined) fields.push(["site", () => ({ file })]);
  if (key !== undefined) fields.push(["key", () => key]);
  if (className !== undefined) fields.push(["class", () => className]);
  if (imports !== undefined) fields.push(["imports", () => importsOf(imports, scope)]);
  if (disabledModules !== undefined) fields.push(["disabledModules", () => disabledModules.map(disabledItem)]);
  if (freeformType !== undefined) fields.push(["freeformType", () => typeOf(freeformType, scope)]);
  if ("shorthand" in module) return withFields(fromSyntax(evaluate(module.shorthand, scope)), fields);
  if (module.options !== undefined) fields.push(["options", () => optionTree(module.options, scope)]);
  if (module.config !== undefined) fields.push(["config", () => later(module.config, scope)]);
  return lazySet(fields) as Module;
}

const withFields = (module: Module, fields: readonly (readonly [string, Thunk])[]): Module => ({
  ...module,
  ...(lazySet(fields) as Module),
});

function importsOf(imports: readonly unknown[], scope: Scope): readonly ModuleLike[] {
  return imports.flatMap((item) => {
    const conditional = isPlainObject(item)
      ? (item["$if"] as readonly [unknown, ModuleReference] | undefined)
      : undefined;
    if (conditional === undefined) return [referenced(item as ModuleReference, scope)];
    return evaluate(conditional[0], scope) === true ? [referenced(conditional[1], scope)] : [];
  });
}

const disabledItem = (item: unknown): string => (typeof item === "number" ? String(item) : (item as string));

function optionTree(tree: unknown, scope: Scope): never {
  if (!isPlainObject(tree)) return tree as never;
  const entries = Object.entries(tree).map(([name, node]): readonly [string, Thunk] => [
    name,
    () =>
      isPlainObject(node) && "$option" in node
        ? optionOf(node["$option"] as CaseOption, scope)
        : leafOrTree(node, scope),
  ]);
  return lazySet(entries) as never;
}

function leafOrTree(node: unknown, scope: Scope): unknown {
  const special = isPlainObject(node) && Object.keys(node).some((key) => key.startsWith("$"));
  return special ? evaluate(node, scope) : optionTree(node, scope);
}

/** A value that stands where a module is expected. */
export function moduleOfValue(written: unknown): ModuleLike {
  const value = whnf(written);
  if (typeof value === "function") return value as ModuleLike;
  if (!isPlainObject(value)) return value as Module;
  const tag = tagOf(value);
  if (tag === "if" || tag === "override") return { config: value };
  return tag === undefined ? fromSyntax(value) : (value as Module);
}

/**
 * Nix's syntax of modules: with `config` or `options` these are the parts of the module, else everything is
 * configuration.
 */
function fromSyntax(value: unknown): Module {
  if (!isPlainObject(value)) return value as Module;
  const explicit = tagOf(value) === undefined && ("config" in value || "options" in value);
  const own = explicit ? [...moduleFields, "options", "config", "meta"] : [...moduleFields, "require"];
  const rest = Object.keys(value).filter((name) => !own.includes(name));
  if (explicit && rest.length > 0) {
    return fail(moduleDiagnostics.invalidModule, {
      why: `Module has an unsupported attribute ${rest[0]}.`,
      advice: "Move it into config.",
    });
  }
  const get = (name: string): unknown => whnf(value[name]);
  const imports = [...((get("require") ?? []) as unknown[]), ...((get("imports") ?? []) as unknown[])];
  const config = explicit ? explicitConfig(value) : lazySet(rest.map((name) => [name, () => value[name]] as const));
  return {
    ...(value["_file"] !== undefined && { site: { file: get("_file") as string } }),
    ...(value["_class"] !== undefined && { class: get("_class") as string }),
    ...(value["key"] !== undefined && { key: get("key") as string }),
    ...(value["disabledModules"] !== undefined && {
      disabledModules: (get("disabledModules") as unknown[]).map((item) => disabledItem(whnf(item))),
    }),
    ...(value["freeformType"] !== undefined && {
      freeformType: get("freeformType") as NonNullable<Module["freeformType"]>,
    }),
    ...(explicit && value["options"] !== undefined && { options: get("options") as NonNullable<Module["options"]> }),
    imports: imports.map(moduleOfValue),
    config,
  };
}

function explicitConfig(value: Readonly<Record<string, unknown>>): unknown {
  const config = "config" in value ? value["config"] : {};
  return "meta" in value ? { _type: "merge", contents: [config, { meta: value["meta"] }] } : config;
}

const moduleFields = ["_class", "_file", "key", "disabledModules", "imports", "freeformType"];
