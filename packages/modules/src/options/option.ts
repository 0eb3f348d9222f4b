/** `option` and its kin: they declare options. */
import { tagOf } from "../merge/wrapper-tag.ts";
import { fail } from "../diagnostics/diagnostic-kind.ts";
import { invalidType } from "../diagnostics/kinds.ts";
import { kindOf } from "../diagnostics/value-text.ts";
import { bool, type BoolType } from "../types/boolean.ts";
import type { AnyOption, AnyType, Option } from "../model/option.ts";

/** All parameters of an option besides its type. */
interface Meta<T extends AnyType> {
  /** The value without definitions (priority 1500); it may be a `lazy` one. */
  readonly default: T["~in"];
  readonly description: string;
  readonly example: T["~in"];
  /** Makes the final value from the merged one. The result is not checked. */
  readonly apply: (value: T["~out"]) => T["~out"];
  /** Only one definition is allowed, whatever its priority (a default counts as one). */
  readonly readOnly: boolean;
  /** True for an option of Troupe's own; documentation leaves it out. */
  readonly internal: boolean;
  /** False keeps the option out of documentation. */
  readonly visible: boolean;
}

/** The parameters of an option besides its type. */
export type OptionMeta<T extends AnyType> = Partial<Meta<T>>;

/**
 * Declares an option. A default makes it optional on input; on output it is always there.
 *
 * Semantics are those of nixpkgs' `mkOption`.
 *
 * @throws TRP1020 if what comes first is not a type, as with a misspelt `t.string`
 *
 * @example
 * const options = { port: option(t.port, { default: 6379 }), host: option(t.str, { description: "Where it listens" }) };
 * evalModules({ modules: [{ options, config: { host: "localhost" } }] }).config; // => { port: 6379, host: "localhost" }
 */
export function option<T extends AnyType, K extends keyof Meta<AnyType> = never>(
  type: T,
  meta?: { readonly [P in K]: Meta<T>[P] },
): Option<T, "default" extends K ? true : T["~empty"]> {
  if (!isType(type))
    fail(invalidType, { why: `option(…) begins with a type such as t.str, but here it is ${kindOf(type)}.` });
  return { "~option": true, type, ...meta } as never;
}

/**
 * `option(t.bool, { default: false })`, the commonest option of all.
 *
 * @example
 * const options = { enable: enableOption("the firewall") };
 * options.enable.description; // => "Whether to enable the firewall."
 */
export function enableOption(what: string): Option<BoolType, true> {
  return option(bool, { default: false, description: `Whether to enable ${what}.` });
}

/**
 * True for an option, false for a group of options (and for anything else).
 *
 * @example
 * isOption(option(t.str)); // => true
 * isOption({ name: option(t.str) }); // => false
 */
export function isOption(value: unknown): value is AnyOption {
  if (typeof value !== "object" || value === null || !("~option" in value)) return false;
  const { type } = value as { readonly type?: unknown };
  return type === undefined || isType(type);
}

const isType = (value: unknown): boolean => tagOf(value) === "option-type";
