/** Provenance: every definition that reaches a path, and whether the definition is used. */
import type { Site } from "../model/site.ts";
import { rawOf, readRaw, siteAt, sourceInside } from "../merge/provenance.ts";
import type { DefinitionInfo, Path, RawDefinition, Source } from "../model/definition.ts";
import { contentsOf } from "../merge/wrapper-form.ts";
import { tagOf, whnf } from "../merge/wrapper-tag.ts";
import type { Conditional, Merged, Ordered, Overridden } from "../model/wrapper.ts";
import { holds } from "../merge/condition.ts";
import { plainPriority } from "../merge/priorities.ts";
import type { AnyType } from "../model/option.ts";
import { type Core, freeformType, unmatchedDefinitions } from "./evaluation-state.ts";
import { nest } from "./freeform.ts";
import { childGroup, definitionsOf, type GroupState } from "./group-state.ts";

interface Traced extends Omit<DefinitionInfo, "site"> {
  readonly source: Source;
}

/**
 * Returns every definition that reaches `path`, which starts at the root of the evaluation. With `bare` without
 * defaults.
 */
export function traceDefinitions(core: Core, path: Path, bare = false): readonly DefinitionInfo[] {
  return traceInGroup(core.root, path, bare) ?? traceFree(core, path, bare);
}

/** The definitions of a declared path; undefined if no option is declared there. */
function traceInGroup(start: GroupState, path: Path, bare: boolean): readonly DefinitionInfo[] | undefined {
  let group = start;
  for (const [index, name] of path.entries()) {
    const position = group.declared.index.get(name);
    const child = position === undefined ? undefined : group.declared.children[position];
    if (position === undefined || child === undefined || child.kind === "problem") return undefined;
    if (child.kind === "group") {
      if (index === path.length - 1) return infoOf([...group.path, name], definitionsOf(group, position));
      group = childGroup(group, position);
      continue;
    }
    const raw = definitionsOf(group, position);
    const all = child.default === undefined || bare ? raw : [child.default, ...raw];
    return traceBelow(child.type, [...group.path, name], all, path.slice(index + 1), bare);
  }
  return undefined;
}

/** The definitions of a path without an option, if the evaluation has a freeform type. */
function traceFree(core: Core, path: Path, bare: boolean): readonly DefinitionInfo[] {
  const type = freeformType(core);
  if (type === null) return [];
  const free = unmatchedDefinitions(core).map((entry) => rawOf(nest(entry, core.path.length), entry.definition.source));
  return traceBelow(type, core.path, free, path, bare);
}

/** The definitions of a group: all whose conditions hold are used, because priorities apply to the options inside. */
function infoOf(path: Path, raw: readonly RawDefinition[]): readonly DefinitionInfo[] {
  return lookAtAll(path, raw).map(({ source, ...info }) => ({ site: siteAt(source, path), ...info }));
}

/** The definitions at `rest` below a value of this type, given the definitions of the value. */
export function traceBelow(
  type: AnyType,
  path: Path,
  raw: readonly RawDefinition[],
  rest: Path,
  bare: boolean,
): readonly DefinitionInfo[] {
  const traced = classify(path, raw);
  if (rest.length === 0) return traced.map(({ source, ...info }) => ({ site: siteAt(source, path), ...info }));
  const used = traced.filter((one) => one.status === "used" && hasInside(one)).map(asRaw);
  const lost = traced.filter((one) => one.status !== "used" && hasInside(one));
  const unused = lost.flatMap((one) =>
    stepInto(type, path, [asRaw(one)], rest, true).map((info) => ({ ...info, status: one.status })),
  );
  return [...unused, ...stepInto(type, path, used, rest, bare)];
}

/** True for a value that can have parts; a scalar has none, whatever the type allows. */
const hasInside = ({ value }: Traced): boolean =>
  (typeof value === "object" && value !== null) || typeof value === "function";

const asRaw = ({ value, source }: Traced): RawDefinition => rawOf(value, source);

function stepInto(
  type: AnyType,
  path: Path,
  raw: readonly RawDefinition[],
  rest: Path,
  bare: boolean,
): readonly DefinitionInfo[] {
  const inside = type.trace?.(path, raw, rest, bare);
  if (inside !== undefined) return inside;
  const [key, ...further] = rest;
  const below = type.below?.(path, raw, key!);
  return below === undefined
    ? []
    : traceBelow(below.type, [...path, below.name ?? key!], below.definitions, further, bare);
}

/** Adds the status to each definition. */
function classify(path: Path, raw: readonly RawDefinition[]): readonly Traced[] {
  const traced = lookAtAll(path, raw);
  const candidates = traced.filter(({ status }) => status === "used");
  const best = Math.min(...candidates.map(({ priority }) => priority));
  return traced.map((one) =>
    one.status === "used" && one.priority !== best ? { ...one, status: "overridden" as const } : one,
  );
}

function lookAtAll(path: Path, raw: readonly RawDefinition[]): readonly Traced[] {
  const traced: Traced[] = [];
  for (const definition of raw) look(path, readRaw(definition), definition.source, true, traced);
  return traced;
}

function look(path: Path, written: unknown, source: Source, active: boolean, into: Traced[]): void {
  const value = computed(written);
  if (value === undefined) return;
  const tag = tagOf(value);
  if (tag === "merge") {
    contentsOf(value as Merged, path, source).forEach((content, index) =>
      look(path, content, sourceInside(source, path, "contents", String(index)), active, into),
    );
  } else if (tag === "if") {
    const { condition, content, pushed } = value as Conditional;
    const inside = pushed === true ? source : sourceInside(source, path, "content");
    const counts = active && holds(path, condition, source);
    // A value under a false condition may throw, so it stays as it is written.
    if (counts || isComputable(content)) look(path, content, inside, counts, into);
    else into.push({ value: content, priority: plainPriority, source: inside, status: "condition-false" });
  } else if (tag === "definition") {
    const placed = value as { readonly site?: Site; readonly value: unknown };
    into.push({
      ...strength(placed.value),
      source: { site: placed.site ?? source.site, depth: path.length },
      status: active ? "used" : "condition-false",
    });
  } else {
    into.push({ ...strength(value), source, status: active ? "used" : "condition-false" });
  }
}

/** Computes a lazy value. An overridden value may throw; then it stays as it is written. */
function computed(value: unknown): unknown {
  return isComputable(value) ? whnf(value) : value;
}

function isComputable(content: unknown): boolean {
  try {
    whnf(content);
    return true;
  } catch {
    return false;
  }
}

function strength(written: unknown): Pick<Traced, "value" | "order" | "priority"> {
  const value = computed(written);
  if (tagOf(value) !== "override") return { ...ordered(value), priority: plainPriority };
  const { priority, content } = value as Overridden;
  return { ...ordered(computed(content)), priority };
}

function ordered(value: unknown): Pick<Traced, "value" | "order"> {
  if (tagOf(value) !== "order") return { value };
  const { priority, content } = value as Ordered;
  return { value: computed(content), order: priority };
}
