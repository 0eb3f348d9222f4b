/** Random option types, as text, each with values of it. */
import type { Choose } from "./choose.ts";
import { oddValue } from "./odd.ts";
import { list, object, quoted } from "./text.ts";

/**
 * An option type. Everybody who defines an option of it says the same, so that they agree: `plain`, or else `weak` or
 * `strong`.
 */
export interface TypeText {
  readonly text: string;
  /** JSON. */
  readonly plain: string;
  readonly weak: string;
  readonly strong: string;
  /** True if it has a value without any definition. */
  readonly isOptional: boolean;
  /** True if values are strings. */
  readonly isText?: boolean;
  /** True for lists. */
  readonly isList?: boolean;
  /** True if only one definition is allowed. */
  readonly isSingle?: boolean;
  /** True if a value may have an option inside that its schema does not show. */
  readonly options?: readonly OptionText[];
}

/** An option of a tree. */
export interface OptionText {
  readonly name: string;
  readonly type: TypeText;
  readonly text: string;
  readonly isRequired: boolean;
}

const scalar = (text: string, plain: string, weak: string, strong: string, more: Partial<TypeText> = {}): TypeText => ({
  text,
  plain,
  weak,
  strong,
  isOptional: false,
  ...more,
});
const text = { isText: true };

// Without `t.deferred`, whose values have places in them, which are others in JSON.
const scalars: readonly TypeText[] = [
  scalar("t.str", `"plain"`, `"weak"`, `"strong"`, text),
  scalar("t.int", "1", "2", "-3"),
  scalar("t.bool", "true", "false", "false"),
  scalar("t.port", "80", "443", "65535"),
  scalar(`t.enum(["small", "large", 3])`, `"small"`, `"large"`, "3"),
  scalar("t.boolByOr", "true", "false", "false"),
  scalar("t.float", "0.5", "1.5", "-2.5"),
  scalar("t.number", "1", "2", "3"),
  scalar("t.numbers.positive", "1", "2", "3"),
  scalar("t.numbers.nonnegative", "0", "2", "3"),
  scalar("t.numbers.between(-1, 1.5)", "0.5", "-0.5", "1.25"),
  scalar("t.ints.positive", "1", "2", "3"),
  scalar("t.ints.unsigned", "0", "1", "4294967296"),
  scalar("t.ints.between(-5, 5)", "-5", "0", "5"),
  scalar("t.ints.u8", "0", "1", "255"),
  scalar("t.ints.s32", "-2147483648", "0", "2147483647"),
  scalar("t.nonEmptyStr", `"plain"`, `"weak"`, `"strong"`, text),
  scalar("t.singleLineStr", `"plain\\n"`, `"weak"`, `"strong"`, text),
  scalar("t.strMatching(/[a-z]+/)", `"plain"`, `"weak"`, `"strong"`, text),
  scalar(`t.separatedString("; ")`, `"plain"`, `"weak"`, `"strong"`, text),
  scalar("t.lines", `"plain"`, `"weak"`, `"strong"`, text),
  scalar("t.commas", `"plain"`, `"weak"`, `"strong"`, text),
  scalar("t.envVar", `"plain"`, `"weak"`, `"strong"`, text),
  scalar("t.passwdEntry(t.str)", `"plain"`, `"weak"`, `"strong"`, text),
  scalar("t.path", `"/plain"`, `"/weak"`, `"/strong"`, text),
  scalar("t.attrs", `{ "a": 1 }`, `{ "b": 2 }`, "{}", { isOptional: true }),
  scalar("t.json", `{ "a": [1, null] }`, `{ "a": [2] }`, "null", { isOptional: true }),
  scalar("t.anything", `{ "a": { "b": 1 } }`, `{ "c": 1 }`, "5"),
  scalar("t.raw", "1", "2", "3", { isSingle: true }),
  scalar("t.unspecified", "1", "2", "3"),
  scalar("t.coercedTo(t.int, String, t.str)", "5", `"weak"`, "7"),
  scalar(`t.addCheck(t.int, (value) => value % 2 === 0, "even integer")`, "0", "2", "4"),
];

/** A type. */
export function optionType(c: Choose, depth = 2): TypeText {
  if (depth === 0 || c.chance(60)) return c.among(scalars);
  const of = optionType(c, depth - 1);
  const entry = (value: string): string => object([["a", value]], true);
  switch (c.upTo(10)) {
    case 0:
      return { ...lists(of), text: `t.listOf(${of.text})`, isOptional: true };
    case 1:
      return { ...lists(of), text: `t.nonEmptyListOf(${of.text})`, isOptional: false };
    case 2:
      return {
        ...scalar(`t.attrsOf(${of.text})`, entry(of.plain), entry(of.weak), "{}"),
        isOptional: true,
        isSingle: of.isSingle === true,
      };
    case 3:
      return {
        ...scalar(`t.lazyAttrsOf(${of.text})`, entry(of.plain), entry(of.weak), "{}"),
        isOptional: true,
        isSingle: of.isSingle === true,
      };
    case 4: {
      const type = `t.attrsWith(${of.text}, { lazy: ${c.among(["false", "true"])}, placeholder: "entry" })`;
      return {
        ...scalar(type, entry(of.plain), "{}", entry(of.strong)),
        isOptional: true,
        isSingle: of.isSingle === true,
      };
    }
    case 5:
      return { ...of, text: `t.nullOr(${of.text})`, weak: "null", isOptional: true, isList: false, isText: false };
    case 6: {
      const other = c.among(scalars);
      const type = c.among([`t.either(${of.text}, ${other.text})`, `t.oneOf([${of.text}, ${other.text}])`]);
      return { ...of, text: type, isOptional: false, isText: false, isList: false };
    }
    case 7:
      return { ...of, text: `t.unique(${of.text}, "Only the service itself may.")`, isSingle: true, isList: false };
    case 8:
      return {
        ...scalar(
          `t.attrTag({ one: option(${of.text}), two: option(t.int) })`,
          `{ "one": ${of.plain} }`,
          `{ "two": 2 }`,
          `{ "two": 3 }`,
        ),
        isSingle: of.isSingle === true,
      };
    default:
      return submodule(c, depth);
  }
}

const lists = (of: TypeText): TypeText =>
  scalar("", `[${of.plain}]`, `[${of.weak}, ${of.plain}]`, `[${of.strong}]`, { isList: true });

function submodule(c: Choose, depth: number): TypeText {
  const options = optionTree(c, depth - 1, 3);
  const tree = treeText(options);
  const freeform = c.chance(20) ? ", { freeformType: t.attrsOf(t.anything) }" : "";
  const type = c.among([
    `t.submodule(${tree}${freeform})`,
    `t.submodule(({ name, config }) => (${tree})${freeform})`,
    `t.submoduleWith({ modules: [{ options: ${tree} }, ({ config }) => ({})] })`,
  ]);
  const value = (which: "plain" | "weak" | "strong"): string =>
    object(
      options
        .filter(({ isRequired }) => isRequired || c.chance(60))
        .map((option) => [option.name, option.type[which]] as const),
      true,
    );
  return {
    ...scalar(type, value("plain"), value("weak"), value("strong")),
    isOptional: options.every(({ isRequired }) => !isRequired),
    isSingle: options.some(({ type: { isSingle } }) => isSingle === true),
    options,
  };
}

const optionNames = ["port", "name", "mode", "hosts", "extra", "limit", "constructor", "toString", "a b", "größe"];

/** Some options with names of their own. */
export function optionTree(c: Choose, depth: number, most: number): readonly OptionText[] {
  const names = c.some(optionNames, most);
  return names.map((name) => optionText(c, name, optionType(c, depth)));
}

function optionText(c: Choose, name: string, type: TypeText): OptionText {
  const byDefault = c.among([type.weak, undefined, `lazy(() => (${type.weak}))`]);
  const meta = object([
    byDefault === undefined ? undefined : ["default", c.slip() ? oddValue(c) : byDefault],
    c.chance(20) ? ["description", quoted(`The ${name}.`)] : undefined,
    c.chance(5) ? ["example", type.plain] : undefined,
    c.chance(3) ? ["apply", "(value) => value"] : undefined,
    c.slip(2) ? ["readOnly", "true"] : undefined,
    c.slip() ? [c.among(["readOnly", "internal", "visible", "apply", "type", "ghost"]), oddValue(c)] : undefined,
  ]);
  const typeText = c.slip(2) ? (c.chance(10) ? oddValue(c) : oddType(c, type)) : type.text;
  const text = c.slip() ? oddValue(c) : c.slip() ? type.text : `option(${typeText}, ${meta})`;
  return { name, type, text, isRequired: byDefault === undefined && !type.isOptional };
}

/** A type that is made in a way that nothing expects. */
const oddType = (c: Choose, { text }: TypeText): string =>
  c.among([
    "t.enum([])",
    "t.attrTag({})",
    "t.oneOf([])",
    "t.ints.between(5, 3)",
    `t.addCheck(${text}, () => { throw new Error("check"); })`,
    `t.coercedTo(t.str, () => { throw new Error("convert"); }, ${text})`,
    `t.submodule(() => { throw new Error("options"); })`,
    `t.submodule(() => null)`,
    `t.submodule({ inner: t.int })`,
    `t.submodule({ inner: option(t.int, { default: lazy(() => { throw new Error("inner"); }) }) })`,
    `t.submodule(({ config }) => ({ inner: option(t.str, { default: String(config.inner) }) }))`,
    `t.submodule(({ config }) => ({ inner: option(t.str, { default: lazy(() => config.inner) }) }))`,
    `t.submoduleWith({ modules: [() => { throw new Error("module"); }] })`,
    `t.submoduleWith({ modules: [5] })`,
    `(() => { const tree = { next: option(t.nullOr(t.submodule(() => tree))) }; return t.submodule(tree); })()`,
    `(() => { const tree = { next: option(t.submodule(() => tree), { default: {} }) }; return t.submodule(tree); })()`,
  ]);

/** The text of a tree of options; some are in groups. */
export const treeText = (options: readonly OptionText[]): string =>
  object(options.map(({ name, text }) => [name, text] as const));

/** A definition of an option, in the wrappers of TypeScript or of JSON. */
export function definition(c: Choose, { type }: OptionText, isJson: boolean): string {
  if (c.slip()) return c.chance(50) ? type.weak : isJson ? c.json() : oddValue(c);
  if (isJson) return c.chance(10) ? `{ "_type": "override", "priority": 50, "content": ${type.strong} }` : type.plain;
  switch (c.upTo(24)) {
    case 16:
      return `mkForce(${type.strong})`;
    case 17:
      return `mkDefault(${type.weak})`;
    case 18:
      return `mkOverride(70, ${type.strong})`;
    case 19:
      return type.isList === true ? `${c.among(["mkBefore", "mkAfter"])}(${type.plain})` : type.plain;
    case 20:
      return `mkIf(${c.among(["true", "() => true"])}, ${type.plain})`;
    case 21:
      return `mkIf(() => false, () => { throw new Error("nobody needs this"); })`;
    case 22:
      return type.isSingle === true
        ? type.plain
        : `mkMerge(${list([type.plain, `mkIf(false, ${type.weak})`, `mkDefault(${type.weak})`])})`;
    case 23:
      return `lazy(() => (${type.plain}))`;
    case 24:
      return `mkForce(lazy(() => (${type.strong})))`;
    default:
      return type.plain;
  }
}
