/** `evalModules`: modules in, configuration out. Semantics are those of nixpkgs' `lib.evalModules`. */
import { fail } from "../diagnostics/catalogue.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { configTooEarly } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/show.ts";
import type { DefinitionInfo, DefinitionSet, Path } from "../model/definition.ts";
import { pushDown } from "../definitions/push-down.ts";
import type { OptionTree } from "../model/option.ts";
import { type Cell, cell, guard, read } from "./cell.ts";
import { collect, type Collected } from "./collect.ts";
import { checkedValues, type Core, startEvaluation, uncheckedValues } from "./core.ts";
import { prepare } from "./declarations.ts";
import type { DeclaredTree } from "../model/declaration.ts";
import { facade } from "./facade.ts";
import { internalOptions } from "./internal-options.ts";
import type { ModuleArgs, ModuleLike } from "../model/module.ts";
import { type OptionsView, optionsView } from "./options-view.ts";
import { problemsIn } from "./problems.ts";
import { traceDefinitions } from "./trace.ts";

/** What {@link evalModules} evaluates. */
export interface EvaluationInput {
  readonly modules: readonly ModuleLike[];
  /** Arguments of module functions that `_module.args` cannot change; they may decide what is imported. */
  readonly specialArgs?: Readonly<Record<string, unknown>> | undefined;
  /** Further arguments of module functions, also visible as definitions of `_module.args`. */
  readonly args?: Readonly<Record<string, unknown>> | undefined;
  /** Modules of another class are refused. */
  readonly class?: string | undefined;
  /** What comes before all paths in messages. */
  readonly prefix?: Path | undefined;
}

/** The result of {@link evalModules}. Nothing is computed before it is read. */
export interface Evaluation<C = Record<string, unknown>> {
  /**
   * The configuration: plain objects whose properties are computed when they are read, and remembered. Reading throws a
   * `TroupeError` where a value has none.
   */
  readonly config: C;
  /** What is known about each option. */
  readonly options: OptionsView;
  /** Computes everything and returns all problems, each once; none if all is well. */
  diagnostics(): readonly Diagnostic[];
  /** Every definition that reaches this path, also below `attrsOf`, `listOf` and submodules, in the order in which they are merged. */
  definitionsAt(path: Path): readonly DefinitionInfo[];
  /** The same evaluation with more modules. */
  extendModules(modules: readonly ModuleLike[]): Evaluation<C>;
}

/**
 * Evaluates modules.
 *
 * @example
 * const { config } = evalModules({
 *   modules: [
 *     { options: { port: option(t.port, { default: 80 }), url: option(t.str) } },
 *     ({ config }) => ({ config: { url: lazy(() => `http://localhost:${config.port}`) } }),
 *   ],
 * });
 * config.url; // => "http://localhost:80"
 */
export function evalModules<C = Record<string, unknown>>(input: EvaluationInput): Evaluation<C> {
  const { core } = begin(input);
  let problems: readonly Diagnostic[] | undefined;
  const evaluation = {
    [behind]: core,
    diagnostics: () => (problems ??= problemsIn(() => checkedValues(read(core)))),
    definitionsAt: (path: Path) => guard([...(input.prefix ?? []), ...path], () => traceDefinitions(read(core), path)),
    extendModules: (modules: readonly ModuleLike[]) => evalModules<C>({ ...input, modules: [...input.modules, ...modules] }),
  };
  return Object.defineProperties(evaluation, computed) as unknown as Evaluation<C>;
}

const behind = Symbol("behind");

/** All evaluations share these: engines keep the functions of accessors, and what these know, for longer than the objects that have them. */
const computed: PropertyDescriptorMap & ThisType<{ readonly [behind]: Cell<Core> }> = {
  config: {
    get() {
      return checkedValues(read(this[behind]));
    },
    enumerable: true,
  },
  options: {
    get() {
      return optionsView(read(this[behind]).root);
    },
    enumerable: true,
  },
};

/** The evaluation behind {@link evalModules}, for those who need its parts. Modules are collected when it is first read. */
export function begin({ modules, specialArgs = {}, args = {}, class: className, prefix = [] }: EvaluationInput): {
  readonly core: Cell<Core>;
} {
  const early = (root: string) => (name: string | undefined) => {
    if (core.state !== "done") fail(configTooEarly, { what: name === undefined ? root : `${root}.${showPath([name])}` });
  };
  const core = cell(prefix, (): Core => {
    const moduleArgs: ModuleArgs = {
      specialArgs,
      config: facade(early("config"), () => uncheckedValues(read(core))),
      options: facade(early("options"), () => optionsView(read(core).root)),
    };
    // Arguments may be computed when they are read, so they are handed on without reading them; those about the evaluation win.
    for (const part of [args, specialArgs]) {
      for (const name of Object.keys(part))
        if (!ownArguments.has(name)) Object.defineProperty(moduleArgs, name, Object.getOwnPropertyDescriptor(part, name)!);
    }
    return assemble(collect(modules, className, moduleArgs), prefix, args);
  });
  return { core };
}

const ownArguments: ReadonlySet<string> = new Set(["specialArgs", "config", "options"]);

function assemble(collected: readonly Collected[], path: Path, args: Readonly<Record<string, unknown>>): Core {
  const modules = collected.toReversed();
  const trees: DeclaredTree[] = [];
  for (const { module, site } of modules) if (module.options !== undefined) trees.push({ tree: module.options, site });
  const groups = (): readonly DefinitionSet[] => {
    const found: DefinitionSet[] = [];
    for (const one of modules) addGroups(one, path, found);
    return found;
  };
  return startEvaluation({ path, declared: withInternal(trees), groups, args });
}

/** The declarations of these trees and the options about the evaluation itself. */
export function withInternal(trees: readonly DeclaredTree[]): Core["root"]["declared"] {
  return prepare([...trees, internal]);
}

const internal: DeclaredTree = { tree: internalOptions satisfies OptionTree, site: {} };

/** The definitions of a module are added. */
export function addGroups({ module, site }: Collected, path: Path, into: DefinitionSet[]): void {
  const source = { site, depth: path.length };
  if (module.config !== undefined) pushDown(path, module.config, source, into);
  if (module.freeformType !== undefined) into.push({ value: { _module: { freeformType: module.freeformType } }, source });
}
