/** From an option and its definitions to its value. */
import { fail } from "../diagnostics/catalogue.ts";
import { missingDefinition, readOnlyOption } from "../diagnostics/kinds.ts";
import type { Mark } from "../model/diagnostic.ts";
import { showPath, showValue } from "../diagnostics/show.ts";
import { placeOf, siteAt } from "../definitions/definition.ts";
import type { DefinitionSet, Path, RawDefinition, Resolved } from "../model/definition.ts";
import { resolve } from "../definitions/resolve.ts";
import { type Overridden, tagOf } from "../definitions/wrapped.ts";
import { readyValue } from "../types/element.ts";
import { checkedMerge } from "../types/type.ts";
import type { DeclaredOption } from "../model/declaration.ts";
import { settle } from "./settled.ts";

/** The final value of an option. `around` says where what is around it is defined, in case it is not defined itself. */
export function optionValue(
  option: DeclaredOption,
  path: Path,
  raw: readonly RawDefinition[],
  around: () => readonly Mark[] = nowhere,
): unknown {
  option.check?.(path);
  if (option.apply !== undefined) return option.apply(() => optionValue({ ...option, apply: undefined }, path, raw, around));
  if (option.readOnly && raw.length + (option.default === undefined ? 0 : 1) > 1) return refuse(path, withDefault(option, raw));
  const { definitions } = resolveOption(option, path, raw);
  if (definitions.length > 0) return checkedMerge(option.type, path, definitions);
  if (option.type.empty !== undefined) return option.type.empty(path);
  const declared = option.sites.filter(isKnown).map((site) => ({ site, note: "declared here" }));
  const details = { path: showPath(path), marks: declared.length > 0 ? declared : around() };
  return fail(missingDefinition, { path: showPath(path), expected: option.type.words.one }, details);
}

/**
 * The value of an option if it is ready: one definition that is (or several that all say the same), or none and such a default or none. That
 * is most options of most evaluations. `groups` are the sets that have a definition of it.
 */
export function readyOption(option: DeclaredOption, groups: readonly DefinitionSet[], within: Path, name: string): unknown {
  if (!option.plain) return undefined;
  if (groups.length === 0) return readyDefault(option, name);
  const { source } = groups[0]!;
  const written = writtenIn(groups[0]!, name);
  if (groups.length > 1 && !(option.type.idempotent && allSay(written, groups, name))) return undefined;
  const value = readyValue(option.type, written, name, placeOf(written, source, within, name));
  settle(value);
  return value;
}

const writtenIn = ({ value }: DefinitionSet, name: string): unknown => (value as Readonly<Record<string, unknown>>)[name];

/** True if each of several definitions is this scalar. */
const allSay = (scalar: unknown, groups: readonly DefinitionSet[], name: string): boolean =>
  (typeof scalar !== "object" || scalar === null) && groups.every((group) => writtenIn(group, name) === scalar);

/** The value of an option without definitions, if it is ready. */
export function readyDefault({ plain, plainDefault, default: declared, type }: DeclaredOption, name: string): unknown {
  if (!plain) return undefined;
  if (declared === undefined) return type.readyEmpty?.();
  return plainDefault === undefined ? undefined : type.ready(plainDefault.definitions[0]!.value, name);
}

const nowhere = (): readonly Mark[] => [];

const isKnown = (site: object): boolean => Object.keys(site).length > 0;

/** The definitions of an option that count, its default among them. */
export function resolveOption(option: DeclaredOption, path: Path, raw: readonly RawDefinition[]): Resolved {
  if (raw.length === 0 && option.plainDefault !== undefined) return option.plainDefault;
  return resolve(path, raw, option.default);
}

function withDefault(option: DeclaredOption, raw: readonly RawDefinition[]): readonly RawDefinition[] {
  return option.default === undefined ? raw : [option.default, ...raw];
}

function refuse(path: Path, raw: readonly RawDefinition[]): never {
  return fail(readOnlyOption, { path: showPath(path) }, { path: showPath(path), marks: rawMarks(path, raw) });
}

/** Raw definitions as marks, in the order in which they were written. */
export function rawMarks(path: Path, raw: readonly RawDefinition[]): readonly Mark[] {
  return raw.map((definition) => ({ site: siteAt(definition.source, path), ...note(definition) })).toReversed();
}

/** What a definition says, as far as that is known without computing anything. */
function note({ holder, key }: RawDefinition): { note?: string } {
  const property = Object.getOwnPropertyDescriptor(holder, key);
  if (property === undefined || !("value" in property) || tagOf(property.value) === "lazy") return {};
  const moved = property.value as Partial<Overridden> | null;
  return { note: showValue(tagOf(moved) === "override" && moved?.pushed === true ? moved.content : moved) };
}
