/** nixpkgs' `deferredModule`: a module that is only put together, to be imported somewhere else. */
import { type AnyType, type Definition, defineType, isPlainObject, type Path, showPath } from "@troupe/modules";
import type { Scope } from "./expression.ts";
import { type ModuleReference, referenced } from "./module.ts";

/** A module, and where it stands. */
export interface StaticModule {
  readonly module: ModuleReference;
  readonly scope: Scope;
}

const statics = new WeakMap<object, readonly StaticModule[]>();

/** The type of deferred modules. */
export function deferredModuleWith(modules: readonly StaticModule[]): AnyType {
  const type = defineType<AnyType>({
    name: "deferredModule",
    description: "module",
    descriptionClass: "noun",
    check: (value) =>
      isPlainObject(value) || typeof value === "function" || (typeof value === "string" && value.startsWith("/")),
    merge: (path, definitions) => ({
      imports: [
        ...modules.map(({ module, scope }) => referenced(module, scope)),
        ...definitions.map((definition) => located(path, definition)),
      ],
    }),
    combine: (other) => {
      const others = statics.get(other);
      return others === undefined ? undefined : deferredModuleWith([...modules, ...others]);
    },
  });
  statics.set(type, modules);
  return type;
}

const located = (path: Path, { value, source }: Definition): object => ({
  _file: `${source.site.file ?? "<unknown-file>"}, via option ${showPath(path)}`,
  imports: [value],
});
