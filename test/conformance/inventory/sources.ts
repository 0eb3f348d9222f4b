/** The inventory of a case as sources of an inventory of ours. */
import { evaluateInventory, type InventorySource } from "@troupe/core";
import { isPlainObject, mkOptionDefault, whnf } from "@troupe/modules";
import { evaluate, type Scope } from "../modules/expression.ts";
import { moduleOfValue } from "../modules/module.ts";
import { lazySet, sortedKeys } from "../modules/values.ts";
import { coreInput, type InventoryInput } from "./case.ts";
import { failForeignKey } from "./failures.ts";
import { classes } from "./machine.ts";
import type { Outline } from "./outline.ts";
import { rewrite } from "./rewrite.ts";
import { exported, serviceLevel, serviceOf, type Translation } from "./services.ts";
import { computedTags } from "./tags.ts";

/** The definitions of a case, last ones first: Clan's inventory is an option of something larger, which turns their order around. */
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
export function sourcesOf(definitions: readonly unknown[], outline: Outline, translation: Translation): readonly InventorySource[] {
  const { input, scope } = translation;
  const collection = (name: string, services: InventoryInput["services"] = {}): object =>
    Object.fromEntries(Object.entries(services).map(([key, service]) => [key, serviceOf(`${name}/${key}`, key, service, translation)]));
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
function serviceLevelSources(sources: readonly InventorySource[], { input, scope, evaluated }: Translation): readonly InventorySource[] {
  const all: Readonly<Record<string, InventoryInput["services"] | undefined>> = {
    self: input.services,
    [coreInput]: input.coreServices,
    ...input.inputs,
  };
  if (!Object.values(all).some((services) => Object.values(services ?? {}).some(({ modules }) => modules !== undefined))) return [];
  const { services, meta } = evaluateInventory(sources, { classes }).inventory;
  const exports = (): object =>
    lazySet(
      evaluated()
        .exports.keys()
        .map((key) => [key, () => evaluated().exports.value(key)] as const),
    );
  return services.flatMap(({ id, name }) => {
    const [from, key] = [id.slice(0, id.indexOf("/")), id.slice(id.indexOf("/") + 1)];
    const { modules } = all[from]![key]!;
    if (modules === undefined) return [];
    const level = serviceLevel(modules, exports, meta, scope);
    const written = sortedKeys(level.exports).flatMap((scopeKey) => {
      if (scopeKey.split(":")[0] !== name) failForeignKey(scopeKey, name);
      return level.exports[scopeKey]!.map(({ value }) => ({ exports: { [scopeKey]: exported(value) } }));
    });
    const instances = sortedKeys(level.instances).flatMap((instance) =>
      level.instances[instance]!.map(({ value }) => ({ instances: { [instance]: value } })),
    );
    return [...written, ...instances].map((value) => ({ value, site: {} }));
  });
}

/** `machineClass` is `class`. */
function machine(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return lazySet(Object.keys(value).map((key) => [key === "machineClass" ? "class" : key, () => value[key]] as const));
}

/** Settings are modules in Nix's syntax there, values here. What settings must not be is left for Troupe to refuse. */
function settings(value: unknown): unknown {
  if (!isPlainObject(value) || "imports" in value) return value;
  const module = moduleOfValue(value);
  return typeof module === "function" ? value : module.config;
}

/** Nix modules are for the platform: here that is this runner. They are as deep as those of services, which decides the order of lists. */
const platformModule = (module: unknown) => () => ({ imports: [{ imports: [moduleOfValue(whnf(module))] }] });
