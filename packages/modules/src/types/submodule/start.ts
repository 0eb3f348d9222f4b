/** Starts the evaluations that are the values of a submodule. */
import { read } from "../../evaluate/cell.ts";
import { begin } from "../../evaluate/eval-modules.ts";
import { fastSubmoduleStart } from "../../fast/submodule-start.ts";
import { siteAt } from "../../merge/provenance.ts";
import type { Module } from "../../model/module.ts";
import type { Site } from "../../model/site.ts";
import type { SubmoduleDeclaration, SubmoduleStart } from "./declaration.ts";

/**
 * Returns a function that chooses the fast start or the collecting one on its first call, because many declared types
 * are never used.
 */
export function submoduleStart(declaration: SubmoduleDeclaration): () => SubmoduleStart {
  let chosen: SubmoduleStart | undefined;
  return () => (chosen ??= fastSubmoduleStart(declaration) ?? collectingStart(declaration));
}

/** Starts each value by collecting the modules of the submodule and of the definitions. */
function collectingStart({ modules, reader, specialArgs, class: className }: SubmoduleDeclaration): SubmoduleStart {
  // As in nixpkgs, another module imports each of the submodule's own modules, so that their declarations come last.
  const ownModules = modules.map((module): Module => ({ imports: [module] }));
  const toModule = reader?.toModule ?? ((config: unknown, site: Site): Module => ({ config, site }));
  return {
    start(path, name, definitions) {
      const definitionModules = definitions.map(({ value, source }) => toModule(value, siteAt(source, path)));
      return read(
        begin({
          modules: [...ownModules, ...definitionModules],
          specialArgs,
          class: className,
          args: { name },
          prefix: path,
        }).core,
      );
    },
    ready: undefined,
  };
}
