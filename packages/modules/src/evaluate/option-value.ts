/** The value of an option: the meaning of its definitions. */
import { rawMarks } from "../merge/definition-marks.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { missingDefinition, readOnlyOption } from "../diagnostics/kinds.ts";
import type { Mark } from "../model/diagnostic.ts";
import { showPath } from "../diagnostics/value-text.ts";
import type { Path, RawDefinition } from "../model/definition.ts";
import { resolve } from "../merge/resolve.ts";
import { checkedMerge } from "../types/type.ts";
import type { DeclaredOption } from "../model/declaration.ts";

/** Computes the final value of an option. `around` marks the definitions of the group around it, for TRP1004. */
export function optionValue(
  option: DeclaredOption,
  path: Path,
  raw: readonly RawDefinition[],
  around: () => readonly Mark[] = nowhere,
): unknown {
  option.check?.(path);
  if (option.apply !== undefined)
    return option.apply(() => optionValue({ ...option, apply: undefined }, path, raw, around));
  if (option.readOnly && raw.length + (option.default === undefined ? 0 : 1) > 1)
    return refuse(path, withDefault(option, raw));
  const { definitions } = resolve(path, raw, option.default);
  if (definitions.length > 0) return checkedMerge(option.type, path, definitions);
  if (option.type.empty !== undefined) return option.type.empty(path);
  const declared = option.sites.filter(isKnown).map((site) => ({ site, note: "declared here" }));
  const details = { path: showPath(path), marks: declared.length > 0 ? declared : around() };
  return fail(missingDefinition, { path: showPath(path), expected: option.type.words.one }, details);
}

const nowhere = (): readonly Mark[] => [];

const isKnown = (site: object): boolean => Object.keys(site).length > 0;

function withDefault(option: DeclaredOption, raw: readonly RawDefinition[]): readonly RawDefinition[] {
  return option.default === undefined ? raw : [option.default, ...raw];
}

function refuse(path: Path, raw: readonly RawDefinition[]): never {
  return fail(readOnlyOption, { path: showPath(path) }, { path: showPath(path), marks: rawMarks(path, raw) });
}
