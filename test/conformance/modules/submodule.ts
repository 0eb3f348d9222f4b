/** The submodules of cases: made of modules, with definitions that may be modules themselves. */
import { type AnyType, type DefinitionReader, isPlainObject, phrase, type Site, t, variantOf } from "@troupe/modules";
import { evaluate, type Scope } from "./expression.ts";
import { failOther } from "./failures.ts";
import { type CaseModule, moduleOfValue, type ModuleReference, referenced } from "./module.ts";
import { typeOf } from "./types.ts";

/** What `submoduleWith` is given. */
export interface CaseSubmodule {
  readonly modules: readonly ModuleReference[];
  readonly shorthandOnlyDefinesConfig?: boolean;
  readonly specialArgs?: Readonly<Record<string, unknown>>;
  readonly class?: string;
  readonly description?: string;
}

const isModule = (value: unknown): boolean => isPlainObject(value) || typeof value === "function";

/** Definitions are values of the options; functions are modules. */
const shorthand: DefinitionReader = {
  accepts: isModule,
  toModule: (value, site) => (typeof value === "function" ? asImport(value, site) : { config: value, site }),
};

/** Definitions are modules. */
const modules: DefinitionReader = { accepts: isModule, toModule: (value, site) => asImport(value, site) };

const asImport = (value: unknown, site: Site): ReturnType<DefinitionReader["toModule"]> => ({
  site,
  imports: [moduleOfValue(value)],
});

/** The type of a submodule. */
export function submoduleOf(declaration: CaseSubmodule, scope: Scope): AnyType {
  const description = declaration.description ?? openDescription(declaration.modules, scope);
  const type = t.submoduleWith<AnyType>({
    modules: declaration.modules.map((module) => referenced(module, scope)),
    reader: declaration.shorthandOnlyDefinesConfig === true ? shorthand : modules,
    class: declaration.class,
    description,
    specialArgs: specialArgsOf(declaration.specialArgs, scope),
  });
  return variantOf(type, {
    // nixpkgs evaluates the empty value without saying where it is; Troupe's messages name the whole path.
    empty: () => type.empty?.([]),
    // nixpkgs cannot take definitions here that were put into order; Troupe can.
    accepts: (path, definitions) =>
      definitions.some(({ ordered }) => ordered === true)
        ? failOther("function called with unexpected argument 'priority'")
        : type.accepts(path, definitions),
  });
}

const specialArgsOf = (args: CaseSubmodule["specialArgs"] = {}, scope: Scope): Record<string, unknown> =>
  Object.fromEntries(Object.entries(args).map(([name, value]) => [name, evaluate(value, scope)]));

/** nixpkgs evaluates the modules for this; here the freeform type is looked up where it is written. */
function openDescription(references: readonly ModuleReference[], scope: Scope): string | undefined {
  const found = references.map((reference) =>
    typeof reference === "string" ? scope.library[reference] : (reference as CaseModule),
  );
  const freeform = found.find((module) => module?.freeformType !== undefined)?.freeformType;
  return freeform === undefined
    ? undefined
    : `open submodule of ${phrase(typeOf(freeform, scope), "noun", "composite")}`;
}
