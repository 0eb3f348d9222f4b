/**
 * Option types: `defineType` and `variantOf` make them, `checkedMerge` applies them. Their shape is in
 * `model/option.ts`.
 */
import { diagnose } from "../diagnostics/diagnostic-kind.ts";
import { typeMismatch } from "../diagnostics/kinds.ts";
import { TroupeError } from "../diagnostics/troupe-error.ts";
import { showPath, showValue } from "../diagnostics/value-text.ts";
import type { Definition, Path } from "../model/definition.ts";
import { isPlainObject } from "../merge/value.ts";
import { didYouMean } from "../diagnostics/suggestion.ts";
import type { AnyType, DescriptionClass, PayloadKey, TypeBehaviour, TypePayload, Words } from "../model/option.ts";
import { mergeEqual } from "../merge/single-value.ts";
import { marksOf } from "../merge/definition-marks.ts";

/** The parameters of {@link defineType}. Defaults are those of nixpkgs' `mkOptionType`. */
export interface TypeDeclaration extends Partial<Omit<TypeBehaviour, "_type" | "name" | "family" | "description">> {
  readonly name: string;
  readonly description?: string;
}

/**
 * Makes an option type. By default the type accepts any value, its definitions must be equal, it has no empty value,
 * and it combines with types of the same name.
 *
 * @example
 * const even = defineType<Leaf<number>>({
 *   name: "even",
 *   description: "even integer",
 *   check: (value) => typeof value === "number" && value % 2 === 0,
 * });
 * even.check(3); // => false
 */
export function defineType<T extends AnyType>(declaration: TypeDeclaration): T {
  const check = declaration.check ?? (() => true);
  const ordinary = declaration.merge === undefined && declaration.accepts === undefined;
  const type: TypeBehaviour = {
    _type: "option-type",
    family: declaration.name,
    description: declaration.name,
    descriptionClass: undefined,
    words: wordsFor(declaration.description ?? declaration.name),
    accepts: (_, definitions) => definitions.every((definition) => check(definition.value)),
    merge: mergeEqual,
    shallow: false,
    ready: ordinary ? scalarOf(check) : neverReady,
    idempotent: ordinary,
    combine: (other) => (type.family === other.family ? (type as AnyType) : undefined),
    jsonSchema: () => ({}),
    ...declaration,
    check,
  };
  return type as T;
}

const wordsFor = (description: string): Words => ({
  one: `a value of the type ${description}`,
  many: `values of the type ${description}`,
});

/**
 * Makes a type that differs from `base` in `changes` but stays in its family, so that the two combine when an option is
 * declared twice. A `check` in `changes` applies in addition to that of `base`.
 *
 * @example
 * const weekday = variantOf(t.str, { description: "weekday", check: (value) => value === "Mon" || value === "Tue" });
 * weekday.check("Sun"); // => false
 */
export function variantOf<T extends AnyType>(base: T, changes: Partial<TypeBehaviour>): T {
  const { check: further } = changes;
  const check: TypeBehaviour["check"] =
    further === undefined ? base.check : (value) => base.check(value) && further(value);
  const accepts: TypeBehaviour["accepts"] =
    further === undefined
      ? base.accepts
      : (path, definitions) =>
          base.accepts(path, definitions) && definitions.every((definition) => further(definition.value));
  const sameMerge = changes.merge === undefined && changes.accepts === undefined;
  const ready: TypeBehaviour["ready"] = (value, name, place) =>
    check(value) ? base.ready(value, name, place) : undefined;
  return {
    ...base,
    ...(changes.description !== undefined && { words: wordsFor(changes.description) }),
    accepts,
    ready: sameMerge ? ready : neverReady,
    idempotent: sameMerge && base.idempotent,
    ...("empty" in changes && { readyEmpty: undefined }),
    ...changes,
    check,
  };
}

/** Makes the key for the payload of one kind of type. */
export const payloadKey = <P>(): PayloadKey<P> => ({});

/** Makes the payload of a type. */
export const payload = <P>(key: PayloadKey<P>, parts: P): TypePayload => ({ key, parts });

/** The payload of a type, or of the type that it is a variant of; undefined for types of another kind. */
export function payloadOf<P>(type: TypeBehaviour, key: PayloadKey<P>): P | undefined {
  return type.payload?.key === key ? (type.payload.parts as P) : undefined;
}

/**
 * The description of a type inside that of another one, in parentheses unless its class is one of `fitting`.
 *
 * @example
 * phrase(t.str, "noun"); // => "string"
 * phrase(t.nullOr(t.str), "noun"); // => "(null or string)"
 */
export function phrase(type: TypeBehaviour, ...fitting: readonly DescriptionClass[]): string {
  const fits = type.descriptionClass !== undefined && fitting.includes(type.descriptionClass);
  return fits ? type.description : `(${type.description})`;
}

/**
 * The merged value of definitions that count, checked.
 *
 * @example
 * const source = { site: {}, depth: 1 };
 * checkedMerge(t.int, ["port"], [{ value: 80, source, priority: 100 }]); // => 80
 * checkedMerge(t.int, ["port"], [{ value: "80", source, priority: 100 }]); // => throws TRP1002
 */
export function checkedMerge(type: AnyType, path: Path, definitions: readonly Definition[]): unknown {
  if (type.accepts(path, definitions)) return type.merge(path, definitions);
  throw new TroupeError([notOfType(type, path, definitions)]);
}

/**
 * The `ready` of types that keep scalars as they are: numbers, strings, booleans and null.
 *
 * @example
 * scalarOf(t.int.check)(80); // => 80
 * scalarOf(t.int.check)("80"); // => undefined
 * scalarOf(t.int.check)(mkForce(80)); // => undefined
 */
export function scalarOf(check: TypeBehaviour["check"]): TypeBehaviour["ready"] {
  return (value) =>
    (typeof value !== "object" || value === null) && value !== undefined && check(value) ? value : undefined;
}

const neverReady = (): undefined => undefined;

function notOfType(type: AnyType, path: Path, definitions: readonly Definition[]) {
  const wrong = definitions.filter((definition) => !type.check(definition.value));
  const shown = wrong.length === 0 ? definitions : wrong;
  const hint = wrapperAdvice(shown) ?? type.advise?.(shown[0]!.value);
  const details = { path: showPath(path), marks: marksOf(path, shown), hint };
  const found = shown.length === 1 ? showValue(shown[0]!.value, 40) : undefined;
  return diagnose(
    typeMismatch,
    { path: showPath(path), expected: type.words.one, found, count: shown.length },
    details,
  );
}

const jsonTags = ["override", "order", "if", "merge"];
const wrapperTags = new Set<unknown>(["if", "merge", "override", "order", "definition"]);

/**
 * nixpkgs looks for `mkIf` and `mkMerge` outside, then `mkOverride`, then `mkOrder`; in any other order they are
 * values.
 */
function wrapperAdvice(definitions: readonly Definition[]): string | undefined {
  const misplaced = definitions.some(
    ({ value }) => typeof value === "object" && value !== null && "_type" in value && wrapperTags.has(value._type),
  );
  if (definitions.some(({ value }) => typeof value === "function")) {
    return "Definitions are values. For one that is computed later write lazy(() => …).";
  }
  if (definitions.some(({ value }) => value instanceof Promise))
    return "Remove async: evaluation does no I/O, so there is nothing to wait for.";
  const unknown = definitions.flatMap(({ value }) =>
    isPlainObject(value) && typeof value["_type"] === "string" ? [value["_type"]] : [],
  )[0];
  if (unknown !== undefined && !misplaced)
    return `There is no "_type" ${JSON.stringify(unknown)} to wrap a value in. ${didYouMean(unknown, jsonTags)}`;
  return misplaced
    ? "Wrappers go in this order, from outside: mkIf or mkMerge, then mkForce or mkDefault, then mkBefore or mkAfter."
    : undefined;
}
