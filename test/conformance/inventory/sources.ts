/** The inventory of a case as sources of an inventory of ours. */
import { evaluateInventory, type InventorySource } from "@troupe/core";
import { isPlainObject, mkOptionDefault } from "@troupe/modules";
import { whnf } from "@troupe/modules/internal";
import { evaluate, type Scope } from "../modules/expression.ts";
import { moduleOfValue, type ModuleReference } from "../modules/module.ts";
import { lazySet, sortedKeys } from "../modules/values.ts";
import { coreInput, type InventoryInput } from "./case.ts";
import { failForeignKey } from "./failures.ts";
import { byNames } from "./lazy.ts";
import { classes } from "./machine.ts";
import type { Outline } from "./outline.ts";
import { rewrite } from "./rewrite.ts";
import { exported, type ServiceLevel, serviceLevel, serviceOf, type Translation } from "./services.ts";
import { computedTags } from "./tags.ts";

/**
 * The definitions of a case, last ones first: Clan's inventory is an option of something larger, which turns their
 * order around.
 */
export function writtenDefinitions(inventory: readonly unknown[], scope: Scope): readonly unknown[] {
  return inventory.map((expression) => evaluate(expression, scope)).toReversed();
}

/** The same, written as Troupe has it. */
function translated(definition: unknown): InventorySource {
  const role = ["instances", "*", "roles", "*"];
  const changes: readonly (readonly [readonly string[], (value: unknown) => unknown])[] = [
    [["machines", "*"], machine],
    [["instances", "*", "module", "input"], (input) => input ?? coreInput],
    [[...role, "settings"], settings],
    [[...role, "machines", "*", "settings"], settings],
    [[...role, "tags", "*", "settings"], settings],
    [[...role, "extraModules"], (modules) => (modules as readonly unknown[]).map(platformModule)],
  ];
  return { value: changes.reduce((value, [path, change]) => rewrite(value, path, change), definition), site: {} };
}

/** Instances that do not say where their service is from mean the core services. */
function defaultInputs(instances: readonly string[]): object {
  return Object.fromEntries(instances.map((name) => [name, { module: { input: mkOptionDefault(coreInput) } }]));
}

/** Everything a case says, as sources of one inventory. */
export function sourcesOf(
  definitions: readonly unknown[],
  outline: Outline,
  translation: Translation,
): readonly InventorySource[] {
  const { input, scope } = translation;
  const collection = (name: string, services: InventoryInput["services"] = {}): object =>
    Object.fromEntries(
      Object.entries(services).map(([key, service]) => [key, serviceOf(`${name}/${key}`, key, service, translation)]),
    );
  const inputs = { [coreInput]: input.coreServices, ...input.inputs };
  const frame = {
    meta: { name: "test", domain: "clan", ...input.meta },
    services: collection("self", input.services),
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, services]) => [name, collection(name, services)])),
    machines: Object.fromEntries(Object.keys(input.machines ?? {}).map((name) => [name, {}])),
    instances: defaultInputs(outline.instances()),
  };
  const plain = [
    { value: frame, site: {} },
    ...definitions.map(translated),
    ...(input.tagsModule === undefined ? [] : [computedTags(input.tagsModule, scope)]),
  ];
  return [...plain, ...serviceLevelSources(plain, translation)];
}

/** What services themselves define, for those that instances use. */
function serviceLevelSources(
  sources: readonly InventorySource[],
  translation: Translation,
): readonly InventorySource[] {
  const { input, evaluated } = translation;
  const collections: Readonly<Record<string, InventoryInput["services"] | undefined>> = {
    self: input.services,
    [coreInput]: input.coreServices,
    ...input.inputs,
  };
  const modulesOf = (id: string): readonly ModuleReference[] => {
    const [from = "", key = ""] = id.split("/", 2);
    return collections[from]?.[key]?.modules ?? [];
  };
  const { services, meta } = evaluateInventory(sources, { classes }).inventory;
  const exports = (): object => byNames(evaluated().exports.keys(), (key) => evaluated().exports.value(key));
  return services
    .filter(({ id }) => modulesOf(id).length > 0)
    .flatMap(({ id, name }) => {
      try {
        const level = serviceLevel(modulesOf(id), exports, meta, translation.scope);
        return definitionsOf(level, name).map((value) => ({ value, site: {} }));
      } catch (error) {
        translation.failed(error);
        return [];
      }
    });
}

function definitionsOf({ exports, instances }: ServiceLevel, service: string): readonly object[] {
  const ofExports = sortedKeys(exports).flatMap((key) => {
    if (!key.startsWith(`${service}:`)) failForeignKey(key, service);
    return exports[key]!.map(({ value }) => ({ exports: { [key]: exported(value) } }));
  });
  const ofInstances = sortedKeys(instances).flatMap((name) =>
    instances[name]!.map(({ value }) => ({ instances: { [name]: value } })),
  );
  return [...ofExports, ...ofInstances];
}

/** What Clan keeps about machines for purposes of its own. */
const unused = new Set(["name", "icon", "installedAt"]);

/** `machineClass` is `class`. */
function machine(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  const keys = Object.keys(value).filter((key) => !unused.has(key));
  return lazySet(keys.map((key) => [key === "machineClass" ? "class" : key, () => value[key]] as const));
}

/** Settings are modules in Nix's syntax there, values here. What settings must not be is left for Troupe to refuse. */
function settings(value: unknown): unknown {
  if (!isPlainObject(value) || "imports" in value) return value;
  const module = moduleOfValue(value);
  return typeof module === "function" ? value : module.config;
}

/**
 * Nix modules are for the platform: here that is this runner. They are as deep as those of services, which decides the
 * order of lists.
 */
const platformModule = (module: unknown) => () => ({ imports: [{ imports: [moduleOfValue(whnf(module))] }] });
