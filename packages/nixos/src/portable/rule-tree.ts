/** Translation of portable definitions by a platform's rules. A definition that no rule speaks of passes unchanged. */
import { diagnose, isPlainObject, showPath } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { priorityOfWhole } from "../diagnostics.ts";
import { resolveConditions } from "../printer/conditions.ts";
import type { DefinitionPlace, OptionRule, PlatformRules } from "./option-rule.ts";

/** Rules as a tree of names, with the rule of each option at the end of its path. */
export interface RuleTree {
  readonly rule?: OptionRule | undefined;
  readonly below: ReadonlyMap<string, RuleTree>;
}

interface MutableTree extends RuleTree {
  rule?: OptionRule;
  readonly below: Map<string, MutableTree>;
}

/** Returns the tree of a platform's rules. Rules that change nothing are left out. */
export function ruleTree(rules: PlatformRules): RuleTree {
  const root: MutableTree = { below: new Map() };
  for (const rule of Object.values<readonly OptionRule[]>(rules).flat()) {
    if (rule.adapt === undefined && rule.isShared !== true) continue;
    let tree = root;
    for (const name of rule.option.split(".")) {
      const next: MutableTree = tree.below.get(name) ?? { below: new Map() };
      tree.below.set(name, next);
      tree = next;
    }
    tree.rule = rule;
  }
  return root;
}

/**
 * Translates a definition; returns undefined where nothing is left of it. `priority` is that of the whole definition,
 * if it has one.
 */
export function adapt(tree: RuleTree, definition: unknown, at: DefinitionPlace, priority?: number): unknown {
  const value = resolveConditions(definition);
  switch (tagOf(value)) {
    case "merge":
      return adaptMerge(tree, value as { readonly contents: readonly unknown[] }, at, priority);
    case "if":
    case "order":
      return adaptWrapper(tree, value as Wrapper, at, priority);
    case "override":
      // Of several priorities the outermost counts.
      return adaptWrapper(tree, value as Wrapper, at, priority ?? (value as Wrapper).priority);
    case undefined:
      return value === undefined ? undefined : adaptPlain(tree, value, at, priority);
    default:
      return value;
  }
}

interface Wrapper {
  readonly content: unknown;
  readonly priority?: number;
}

function adaptMerge(
  tree: RuleTree,
  merge: { readonly contents: readonly unknown[] },
  at: DefinitionPlace,
  priority: number | undefined,
): unknown {
  const contents = merge.contents
    .map((content) => adapt(tree, content, at, priority))
    .filter((content) => content !== undefined);
  return contents.length === 0 ? undefined : { ...merge, contents };
}

function adaptWrapper(tree: RuleTree, wrapper: Wrapper, at: DefinitionPlace, priority: number | undefined): unknown {
  const content = adapt(tree, wrapper.content, at, priority);
  if (content === undefined) return undefined;
  return content === wrapper.content ? wrapper : { ...wrapper, content };
}

function adaptPlain(
  { rule, below }: RuleTree,
  definition: unknown,
  at: DefinitionPlace,
  priority: number | undefined,
): unknown {
  const isShared = rule?.isShared === true;
  if (isShared && priority !== undefined && priority !== plainPriority) reportPriority(at, priority);
  const value = rule?.adapt === undefined ? definition : rule.adapt(definition, at);
  if (below.size === 0 || !isPlainObject(value)) return value;
  let changed: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const inner = below.get(name) ?? below.get("*");
    if (inner === undefined) continue;
    at.path.push(name);
    const adapted = adapt(inner, value[name], at, isShared ? undefined : priority);
    at.path.pop();
    if (adapted !== value[name]) (changed ??= { ...value })[name] = adapted;
  }
  return changed ?? value;
}

const plainPriority = 100;

function reportPriority({ platform, path, site, report }: DefinitionPlace, priority: number): void {
  report(
    diagnose(
      priorityOfWhole,
      { option: showPath(path), platform: platform.name, priority },
      { path: showPath(path), marks: [{ site }] },
    ),
  );
}
