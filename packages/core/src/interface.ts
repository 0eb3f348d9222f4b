/** Interfaces: what declares the options of settings and exports, and what may be written and read for them. */
import { type AnyOption, evalModules, type Fragment, type ModuleLike, type OptionTree, type Out, type OptionsView } from "@troupe/modules";
import type { Meta } from "./service/context.ts";

/** A tree of options; or modules, for what a tree cannot say: options that depend on each other, freeform values, imports. */
export type Interface = OptionTree | readonly ModuleLike[];

/** Values of options that modules declare: their names are known only when they are evaluated. */
export interface OpenValues {
  // oxlint-disable-next-line typescript/no-explicit-any -- see above
  readonly [option: string]: any;
}
/** What is read where an interface `O` is declared. */
export type InterfaceOut<O> = O extends readonly unknown[] ? OpenValues : Out<O>;
/** What may be written where an interface `O` is declared. */
export type InterfaceFragment<O> = O extends readonly unknown[] ? OpenValues : Fragment<O>;

/** True for an interface of modules. */
export const isModules = (declared: Interface): declared is readonly ModuleLike[] => Array.isArray(declared);

/** The modules of an interface. */
export function interfaceModules(declared: Interface): readonly ModuleLike[] {
  return isModules(declared) ? declared : [{ options: declared }];
}

/**
 * The options of an interface as a tree, for whoever shows them: documentation, JSON Schema, a form.
 *
 * @example
 * const options = interfaceOptions([{ options: { port: option(t.port) }, freeformType: t.attrsOf(t.str) }], { name: "home", domain: "home.arpa" });
 * Object.keys(options); // => ["port"]
 */
export function interfaceOptions(declared: Interface, meta: Meta): OptionTree {
  return isModules(declared) ? treeOf(evalModules({ modules: declared, specialArgs: { meta } }).options) : declared;
}

function treeOf(view: OptionsView): OptionTree {
  const entries = Object.keys(view).map((name): [string, AnyOption | OptionTree] => {
    const found = view[name]!;
    return [name, found._type === "option" ? (found.option as AnyOption) : treeOf(found as OptionsView)];
  });
  return Object.fromEntries(entries);
}
