/** The tags module of a case as computed tags of ours. */
import type { InventorySource, TagContext } from "@troupe/core";
import { type Evaluation, evalModules, force, mkOptionDefault, t } from "@troupe/modules";
import type { Scope } from "../modules/expression.ts";
import { type CaseModule, moduleOf } from "../modules/module.ts";
import { deferred, lazySet } from "../modules/values.ts";

/** Every tag that the module defines, as a function of the machines and the other tags. */
export function computedTags(tagsModule: CaseModule, scope: Scope): InventorySource {
  const evaluate = (others: object, machines: () => object): Evaluation<Readonly<Record<string, readonly string[]>>> =>
    evalModules({
      modules: [{ freeformType: t.lazyAttrsOf(t.listOf(t.str)), config: others }, moduleOf(tagsModule, scope)],
      specialArgs: { machines: deferred(machines) },
    });
  const names = Object.keys(evaluate({}, () => ({})).config);
  const compute = (name: string) => (context: TagContext) => {
    const others = Object.keys(context.tags).filter((tag) => !names.includes(tag));
    const known = lazySet(
      others.map((tag) => [tag, () => mkOptionDefault(deferred(() => context.tags[tag]))] as const),
    );
    return force(evaluate(known, () => machinesOf(context)).config[name]!);
  };
  return { value: { tags: Object.fromEntries(names.map((name) => [name, compute(name)])) }, site: {} };
}

const machinesOf = ({ machines }: TagContext): object =>
  Object.fromEntries(
    Object.values(machines).map(({ name, class: machineClass, tags }) => [name, { name, machineClass, tags }]),
  );
