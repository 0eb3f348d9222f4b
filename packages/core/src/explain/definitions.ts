/** Definitions as an explanation shows them. */
import {
  type DefinitionInfo,
  type Diagnostic,
  type Evaluation,
  type OptionsView,
  showPath,
  type Site,
} from "@troupe/modules";
import { moduleDiagnostics } from "@troupe/modules/internal";
import { definitionData, readData, tryRead } from "./data.ts";
import type { ExplainedDefinition, ExplainedField, Strength } from "./explanation.ts";
import { isOptionInfo } from "./path-lookup.ts";

/** A value in an evaluation whose definitions are to be shown. */
export interface Origin {
  readonly evaluation: Evaluation;
  /** The place of the default of an option, if it is known. */
  readonly defaultSite: (path: readonly string[]) => Site | undefined;
  /** True for settings, whose `defaults` have priorities of their own. */
  readonly isSettings: boolean;
}

const optionDefault = 1500;
const strengths = new Map<number, Strength>([
  [50, "mkForce"],
  [100, "plain"],
  [1000, "mkDefault"],
  [optionDefault, "option default"],
]);
const settingsStrengths = new Map<number, Strength>([...strengths, [1100, "tag defaults"], [1200, "role defaults"]]);

/** All definitions that reach a path, and what became of each. */
export function definitionsOf(
  { evaluation, defaultSite, isSettings }: Origin,
  path: readonly string[],
): readonly ExplainedDefinition[] {
  const { value: traced, problems } = tryRead(() => evaluation.definitionsAt(path));
  const infos = problems.length > 0 ? [] : (traced as readonly DefinitionInfo[]);
  const used = infos.filter(({ status }) => status === "used").length;
  const names = isSettings ? settingsStrengths : strengths;
  return infos.map(({ site, value, priority, status }) => ({
    site: (isDefault({ site, priority }) ? defaultSite(path) : undefined) ?? site,
    ...definitionData(value),
    priority,
    strength: names.get(priority) ?? "other",
    outcome: status !== "used" ? status : used > 1 ? "merges" : "wins",
  }));
}

const isDefault = ({ site, priority }: Pick<DefinitionInfo, "site" | "priority">): boolean =>
  priority === optionDefault && site.file === undefined;

const conflicts = new Set(
  [moduleDiagnostics.conflictingDefinitions, moduleDiagnostics.differentKinds, moduleDiagnostics.definedTwice].map(
    ({ code }) => code,
  ),
);

/** The definitions of a path, those that count marked as conflicting if that is among the problems with the value. */
export function withConflicts(
  definitions: readonly ExplainedDefinition[],
  path: readonly string[],
  problems: readonly Diagnostic[],
): readonly ExplainedDefinition[] {
  const conflict = problems.some(
    (problem) => conflicts.has(problem.code) && problem.path?.endsWith(showPath(path)) === true,
  );
  return conflict
    ? definitions.map((each) => (each.outcome === "merges" ? { ...each, outcome: "conflicts" } : each))
    : definitions;
}

/** True for definitions that have a part in the value. */
export const counts = ({ outcome }: ExplainedDefinition): boolean =>
  outcome !== "overridden" && outcome !== "condition-false";

/** True for an option with a definition that counts besides its default. */
export const isSet = ({ definitions }: ExplainedField): boolean =>
  definitions.some(({ outcome, priority }) => outcome !== "condition-false" && priority < optionDefault);

/** Every option in a group, with its value and definitions. */
export function fieldsOf(origin: Origin, group: OptionsView, path: readonly string[]): readonly ExplainedField[] {
  return Object.keys(group).flatMap((name) => {
    const at = [...path, name];
    const declared = tryRead(() => group[name]).value as OptionsView[string] | undefined;
    if (declared === undefined) return [];
    if (!isOptionInfo(declared)) return fieldsOf(origin, declared, at);
    if (declared.option.internal === true) return [];
    const { value, problems } = readData(() => declared.value);
    return [{ path: at, value, definitions: withConflicts(definitionsOf(origin, at), at, problems) }];
  });
}
