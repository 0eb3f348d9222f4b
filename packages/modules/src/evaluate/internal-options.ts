/**
 * The options that every evaluation has about itself, as in nixpkgs: `_module.args`, `_module.check`,
 * `_module.freeformType`.
 */
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { conflictingDeclarations } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import type { Definition, Path } from "../model/definition.ts";
import { tagOf } from "../merge/wrapper-tag.ts";
import { option } from "../options/option.ts";
import type { AnyType, Leaf, OptionTree } from "../model/option.ts";
import { lazyAttrsOf } from "../types/attrs.ts";
import { bool } from "../types/boolean.ts";
import { marksOf } from "../merge/definition-marks.ts";
import { defineType } from "../types/type.ts";
import { nullOr } from "../types/union.ts";
import { raw } from "../types/any-value.ts";

/**
 * The type of a value that is itself an option type; several are merged as if the option had been declared with each.
 */
export const optionType = defineType<Leaf<AnyType>>({
  name: "optionType",
  description: "option type",
  descriptionClass: "noun",
  check: (value) => tagOf(value) === "option-type",
  merge: (path, definitions) =>
    definitions
      .map(({ value }) => value as AnyType)
      .reduce((all, type) => all.combine(type) ?? refuse(path, definitions)),
});

function refuse(path: Path, definitions: readonly Definition[]): never {
  const why = "the types do not go together";
  return fail(
    conflictingDeclarations,
    { path: showPath(path), why },
    { path: showPath(path), marks: marksOf(path, definitions) },
  );
}

/** Declarations that are added to those of every evaluation. */
export const internalOptions: OptionTree = {
  _module: {
    args: option(lazyAttrsOf(raw), { internal: true }),
    check: option(bool, { default: true, internal: true }),
    freeformType: option(nullOr(optionType), { default: null, internal: true }),
  },
};
