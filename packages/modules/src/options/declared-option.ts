/** Merges the declarations of an option. */
import type { DeclaredOption } from "../model/declaration.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { conflictingDeclarations } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import type { Site } from "../model/site.ts";
import type { Path, RawDefinition } from "../model/definition.ts";
import { tagOf } from "../merge/wrapper-tag.ts";
import { optionDefaultPriority } from "../merge/priorities.ts";
import type { AnyOption, AnyType } from "../model/option.ts";
import { unspecified } from "../types/any-value.ts";

/** An option as one module declares it. */
export interface OptionDeclaration {
  readonly declared: AnyOption;
  readonly site: Site;
}

/** Not part of the public shape of options: an `apply` that decides itself whether it needs the value. */
export interface LazyApply {
  readonly "~apply"?: ((merged: () => unknown) => unknown) | undefined;
}

/** Merges the declarations of an option; those of later modules come first. */
export function mergeDeclarations(declarations: readonly OptionDeclaration[]): DeclaredOption {
  const sites = declarations.map(({ site }) => site);
  const first: Merged = { option: declarations[0]!.declared };
  const { option, why } = declarations.length === 1 ? first : declarations.slice(1).reduce(mergeTwo, first);
  const raw = "default" in option ? defaultOf(option, sites[0]!) : undefined;
  const { apply, "~apply": lazyApply } = option as AnyOption & LazyApply;
  const type = (option.type as AnyType | undefined) ?? unspecified;
  return {
    kind: "option",
    type,
    default: raw,
    plainDefault: tagOf(option.default) === undefined ? option.default : undefined,
    plain: apply === undefined && lazyApply === undefined && option.readOnly !== true && why === undefined,
    apply: lazyApply ?? (apply === undefined ? undefined : (merged) => apply(merged() as never)),
    readOnly: option.readOnly === true,
    sites,
    option,
    check: why === undefined ? undefined : (path) => refuse(path, why, sites),
  };
}

interface Merged {
  readonly option: AnyOption;
  /** Why the declarations do not go together, if they do not. */
  readonly why?: string | undefined;
}

function mergeTwo(left: Merged, { declared: right }: OptionDeclaration): Merged {
  const [a, b] = [left.option.type as AnyType | undefined, right.type as AnyType | undefined];
  const type = a === undefined || b === undefined ? (a ?? b) : a.combine(b);
  const mismatch =
    type === undefined && a !== undefined ? `one says ${b?.words.one}, the other ${a.words.one}` : undefined;
  return {
    option: { ...right, ...left.option, ...((type ?? a) !== undefined && { type: type ?? a }) } as AnyOption,
    why: left.why ?? contradiction(left.option, right) ?? mismatch,
  };
}

function contradiction(left: AnyOption, right: AnyOption): string | undefined {
  const twice = (["default", "example", "description", "apply", "~apply"] as const).find(
    (key) => key in left && key in right,
  );
  return twice === undefined
    ? undefined
    : `each has ${twice === "default" || twice === "description" ? "a" : "an"} ${twice.replace("~", "")}`;
}

function defaultOf(option: AnyOption, site: Site): RawDefinition {
  const holder = {
    content: { _type: "override", priority: optionDefaultPriority, content: option.default, pushed: true },
  };
  return {
    holder,
    key: "content",
    source: {
      site: { ...site, label: site.label === undefined ? "default" : `${site.label}, default` },
      depth: Infinity,
    },
  };
}

function refuse(path: Path, why: string, sites: readonly Site[]): never {
  return fail(
    conflictingDeclarations,
    { path: showPath(path), why },
    { path: showPath(path), marks: sites.map((site) => ({ site })) },
  );
}
