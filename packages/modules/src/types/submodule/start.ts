/** Starts the evaluations that are the values of a submodule. */
import { read } from "../../evaluate/cell.ts";
import { begin } from "../../evaluate/eval-modules.ts";
import { fastSubmoduleStart } from "../../fast/submodule-start.ts";
import { siteAt } from "../../merge/provenance.ts";
import type { Module } from "../../model/module.ts";
import type { Site } from "../../model/site.ts";
import type { SubmoduleDeclaration, SubmoduleStart } from "./declaration.ts";

/** Chooses how values start when the first one is needed, because many declared types are never used. */
export function submoduleStart(declaration: SubmoduleDeclaration): () => SubmoduleStart {
  let chosen: SubmoduleStart | undefined;
  return () => (chosen ??= fastSubmoduleStart(declaration) ?? collectingStart(declaration));
}

/** Collects the modules of the submodule and those of the definitions for each value. */
function collectingStart({ modules, reader, specialArgs, class: className }: SubmoduleDeclaration): SubmoduleStart {
  // As in nixpkgs, another module imports each of the submodule's own modules, so that their declarations come last.
  const own = modules.map((module): Module => ({ imports: [module] }));
  const toModule = reader?.toModule ?? ((config: unknown, site: Site): Module => ({ config, site }));
  return {
    start(path, name, definitions) {
      const given = definitions.map(({ value, source }) => toModule(value, siteAt(source, path)));
      return read(begin({ modules: [...own, ...given], specialArgs, class: className, args: { name }, prefix: path }).core);
    },
    ready: undefined,
  };
}
