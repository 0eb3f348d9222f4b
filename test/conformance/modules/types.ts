/** The types of cases as option types of the module system. */
import { type AnyOption, type AnyType, defineType, isOption, type StrType, t, variantOf } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { attrListOf } from "./attr-list.ts";
import { deferredModuleWith } from "./deferred-module.ts";
import { type CaseOption, optionOf, type Scope } from "./expression.ts";
import { failOther } from "./failures.ts";
import { type FunctionReference, functionOf } from "./functions.ts";
import type { ModuleReference } from "./module.ts";
import { submoduleOf } from "./submodule.ts";

/** A type, as cases write it. */
export interface CaseType {
  readonly t: string;
  readonly [parameter: string]: unknown;
}

/** The option type that a case means. */
export function typeOf(type: CaseType, scope: Scope): AnyType {
  if (Object.hasOwn(plain, type.t)) return plain[type.t]!;
  if (Object.hasOwn(makers, type.t)) return makers[type.t]!(type as never, scope);
  return failOther(`there is no type ${type.t}`);
}

const declared = defineType<AnyType>({
  name: "optionDeclaration",
  description: "option declaration",
  descriptionClass: "noun",
  check: (value) => isOption(value),
});

const typeValue = defineType<AnyType>({
  name: "optionType",
  description: "optionType",
  descriptionClass: "noun",
  check: (value) => tagOf(value) === "option-type",
  merge: (_, definitions) =>
    definitions
      .map(({ value }) => value as AnyType)
      .reduce((all, one) => all.combine(one) ?? failOther("types do not merge")),
});

const plain: Readonly<Record<string, AnyType>> = {
  bool: t.bool,
  boolByOr: t.boolByOr,
  int: t.int,
  float: t.float,
  number: t.number,
  str: t.str,
  nonEmptyStr: t.nonEmptyStr,
  singleLineStr: t.singleLineStr,
  lines: t.lines,
  commas: t.commas,
  envVar: t.envVar,
  path: t.path,
  attrs: t.attrs,
  anything: t.anything,
  raw: t.raw,
  unspecified: t.unspecified,
  json: t.json,
  port: t.port,
  u8: t.ints.u8,
  u16: t.ints.u16,
  u32: t.ints.u32,
  s8: t.ints.s8,
  s16: t.ints.s16,
  s32: t.ints.s32,
  unsigned: t.ints.unsigned,
  positive: t.ints.positive,
  numberPositive: t.numbers.positive,
  numberNonnegative: t.numbers.nonnegative,
  deferredModule: deferredModuleWith([]),
  optionDeclaration: declared,
  optionType: typeValue,
};

interface Of {
  readonly of: CaseType;
}

const makers: Readonly<Record<string, (type: never, scope: Scope) => AnyType>> = {
  intBetween: ({ lo, hi }: Range) => t.ints.between(lo, hi),
  numberBetween: ({ lo, hi }: Range) => t.numbers.between(lo, hi),
  separatedString: ({ sep }: { sep: string }) => t.separatedString(sep),
  strMatching: ({ pattern }: { pattern: string }) => stringMatching(pattern),
  enum: ({ values }: { values: readonly (string | number | boolean)[] }) => t.enum(values),
  listOf: ({ of }: Of, scope) => t.listOf(typeOf(of, scope)),
  nonEmptyListOf: ({ of }: Of, scope) => t.nonEmptyListOf(typeOf(of, scope)),
  attrsOf: ({ of }: Of, scope) => t.attrsOf(typeOf(of, scope)),
  lazyAttrsOf: ({ of }: Of, scope) => t.lazyAttrsOf(typeOf(of, scope)),
  attrsWith: ({ of, lazy = false, placeholder = "name" }: Of & { lazy?: boolean; placeholder?: string }, scope) =>
    t.attrsWith(typeOf(of, scope), { lazy, placeholder }),
  attrListOf: ({ of }: Of, scope) => attrListOf(typeOf(of, scope)),
  nullOr: ({ of }: Of, scope) => t.nullOr(typeOf(of, scope)),
  uniq: ({ of }: Of, scope) => t.unique(typeOf(of, scope)),
  unique: ({ of, message }: Of & { message: string }, scope) => t.unique(typeOf(of, scope), message),
  passwdEntry: ({ of }: Of, scope) => t.passwdEntry(typeOf(of, scope) as StrType),
  either: ({ of: [left, right] }: { of: readonly [CaseType, CaseType] }, scope) =>
    t.either(typeOf(left, scope), typeOf(right, scope)),
  oneOf: ({ of }: { of: readonly CaseType[] }, scope) => t.oneOf(of.map((one) => typeOf(one, scope))),
  coercedTo: ({ from, fn, to }: { from: CaseType; fn: FunctionReference; to: CaseType }, scope) =>
    t.coercedTo(typeOf(from, scope), (value) => functionOf(fn)(() => value), typeOf(to, scope)),
  addCheck: ({ of, check }: Of & { check: FunctionReference }, scope) =>
    withCheck(typeOf(of, scope), functionOf(check)),
  submodule: ({ modules }: { modules: readonly ModuleReference[] }, scope) =>
    submoduleOf({ modules, shorthandOnlyDefinesConfig: true }, scope),
  submoduleWith: submoduleOf,
  deferredModuleWith: ({ modules }: { modules: readonly ModuleReference[] }, scope) =>
    deferredModuleWith(modules.map((module) => ({ module, scope }))),
  attrTag: ({ tags }: { tags: Readonly<Record<string, CaseOption>> }, scope) =>
    t.attrTag(
      Object.fromEntries(Object.entries(tags).map(([tag, option]) => [tag, optionOf(option, scope) as AnyOption])),
    ),
};

/** Patterns of POSIX have character classes that those of JavaScript have not. */
function stringMatching(pattern: string): AnyType {
  const translated = pattern.replaceAll(
    /\[:(\w+):\]/g,
    (_, name: string) => classes[name] ?? failOther(`there is no class ${name}`),
  );
  return translated === pattern
    ? t.strMatching(pattern)
    : variantOf(t.strMatching(translated), { description: `string matching the pattern ${pattern}` });
}

const classes: Readonly<Record<string, string>> = {
  alnum: "a-zA-Z0-9",
  alpha: "a-zA-Z",
  blank: String.raw` \t`,
  digit: "0-9",
  lower: "a-z",
  punct: String.raw`!-\/:-@\[-\x60{-~`,
  space: String.raw`\s`,
  upper: "A-Z",
  xdigit: "0-9a-fA-F",
};

interface Range {
  readonly lo: number;
  readonly hi: number;
}

function withCheck(of: AnyType, check: (value: () => unknown) => unknown): AnyType {
  return variantOf(of, { check: (value) => of.check(value) && check(() => value) === true });
}
