/** `evalModules` makes a configuration of modules. Semantics are those of nixpkgs' `lib.evalModules`. */
import { fail } from "../diagnostics/diagnostic-kind.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { configTooEarly } from "../diagnostics/kinds.ts";
import { showPath } from "../diagnostics/value-text.ts";
import type { DefinitionInfo, DefinitionSet, Path } from "../model/definition.ts";
import { pushDown } from "../merge/push-down.ts";
import type { OptionTree } from "../model/option.ts";
import { cell, guard, read } from "./cell.ts";
import type { Cell } from "../model/cell.ts";
import { collect, type Collected } from "./module-collection.ts";
import { checkedValues, type Core, startEvaluation, uncheckedValues } from "./evaluation-state.ts";
import { prepare } from "../options/declared-tree.ts";
import type { DeclaredTree } from "../model/declaration.ts";
import { facade } from "./config-facade.ts";
import { internalOptions } from "./internal-options.ts";
import type { ModuleArgs, ModuleLike } from "../model/module.ts";
import { type OptionsView, optionsView } from "./options-view.ts";
import { problemsIn } from "./force.ts";
import { traceDefinitions } from "./trace.ts";

/** The parameters of {@link evalModules}. */
export interface EvaluationInput {
  readonly modules: readonly ModuleLike[];
  /** Arguments of module functions that `_module.args` cannot change; `imports` may depend on them. */
  readonly specialArgs?: Readonly<Record<string, unknown>> | undefined;
  /** Further arguments of module functions, also visible as definitions of `_module.args`. */
  readonly args?: Readonly<Record<string, unknown>> | undefined;
  /** Modules of another class are an error (TRP1009). */
  readonly class?: string | undefined;
  /** The path of the configuration, in front of all paths in messages. */
  readonly prefix?: Path | undefined;
}

/** The result of {@link evalModules}. Each property is computed on first read. */
export interface Evaluation<C = Record<string, unknown>> {
  /**
   * The configuration: plain objects whose properties are computed on first read and memoized. Reading a property
   * without a value throws a `TroupeError`.
   */
  readonly config: C;
  /** Each option with its declarations, definitions and value. */
  readonly options: OptionsView;
  /** Computes the whole configuration and returns all problems, each once. */
  diagnostics(): readonly Diagnostic[];
  /**
   * Every definition that reaches this path, also below `attrsOf`, `listOf` and submodules, in the order in which they
   * are merged.
   */
  definitionsAt(path: Path): readonly DefinitionInfo[];
  /** Evaluates the same modules and further ones. */
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
    [stateOf]: core,
    diagnostics: () => (problems ??= problemsIn(() => checkedValues(read(core)))),
    definitionsAt: (path: Path) => guard([...(input.prefix ?? []), ...path], () => traceDefinitions(read(core), path)),
    extendModules: (modules: readonly ModuleLike[]) =>
      evalModules<C>({ ...input, modules: [...input.modules, ...modules] }),
  };
  return Object.defineProperties(evaluation, computed) as unknown as Evaluation<C>;
}

const stateOf = Symbol("state");

/**
 * All evaluations share these accessors, because V8 retains accessor functions for longer than their objects
 * (docs/performance.md).
 */
const computed: PropertyDescriptorMap & ThisType<{ readonly [stateOf]: Cell<Core> }> = {
  config: {
    get() {
      return checkedValues(read(this[stateOf]));
    },
    enumerable: true,
  },
  options: {
    get() {
      return optionsView(read(this[stateOf]).root);
    },
    enumerable: true,
  },
};

/** The evaluation behind {@link evalModules}, for submodules. The first read of `core` collects the modules. */
export function begin({ modules, specialArgs = {}, args = {}, class: className, prefix = [] }: EvaluationInput): {
  readonly core: Cell<Core>;
} {
  const early = (root: string) => (name: string | undefined) => {
    if (core.state !== "done")
      fail(configTooEarly, { what: name === undefined ? root : `${root}.${showPath([name])}` });
  };
  const core = cell(prefix, (): Core => {
    const moduleArgs: ModuleArgs = {
      specialArgs,
      config: facade(early("config"), () => uncheckedValues(read(core))),
      options: facade(early("options"), () => optionsView(read(core).root)),
    };
    // An argument of `args` may be a getter, so copy its descriptor. The arguments about the evaluation itself win.
    for (const part of [args, specialArgs]) {
      for (const name of Object.keys(part))
        if (!ownArguments.has(name))
          Object.defineProperty(moduleArgs, name, Object.getOwnPropertyDescriptor(part, name)!);
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
  const definitionSets = (): readonly DefinitionSet[] => {
    const sets: DefinitionSet[] = [];
    for (const module of modules) addSets(module, path, sets);
    return sets;
  };
  return startEvaluation({ path, declared: withInternal(trees), definitionSets, args });
}

/** Merges these trees with the internal options (`_module`). */
export function withInternal(trees: readonly DeclaredTree[]): Core["root"]["declared"] {
  return prepare([...trees, internal]);
}

const internal: DeclaredTree = { tree: internalOptions satisfies OptionTree, site: {} };

/** Adds the definition sets of a module to `into`. */
export function addSets({ module, site }: Collected, path: Path, into: DefinitionSet[]): void {
  const source = { site, depth: path.length };
  if (module.config !== undefined) pushDown(path, module.config, source, into);
  if (module.freeformType !== undefined)
    into.push({ value: { _module: { freeformType: module.freeformType } }, source });
}
