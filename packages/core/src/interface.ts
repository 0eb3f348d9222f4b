/** Interfaces: what declares the options of settings and exports, and what may be written and read for them. */
import { type AnyOption, evalModules, type ModuleLike, type OptionTree, type OptionsView } from "@troupe/modules";
import type { Meta } from "./model/meta.ts";
import type { Interface } from "./model/interface.ts";

/** True for an interface of modules. */
export const isModules = (declared: Interface): declared is readonly ModuleLike[] => Array.isArray(declared);

/** The modules of an interface. */
export function interfaceModules(declared: Interface): readonly ModuleLike[] {
  return isModules(declared) ? declared : [{ options: declared }];
}

/**
 * Returns the options of an interface as a tree, for documentation, JSON Schema and forms.
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
