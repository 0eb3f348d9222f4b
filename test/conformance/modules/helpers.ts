/** nixpkgs' modules for options that were renamed, changed or removed. */
import {
  isPlainObject,
  type Module,
  type ModuleArgs,
  type ModuleLike,
  type OptionInfo,
  showPath,
  t,
} from "@troupe/modules";
import { whnf } from "@troupe/modules/internal";
import { aliasOf, argument, optionAt, type Scope } from "./expression.ts";
import { failOther, failRemoved } from "./failures.ts";
import { type FunctionReference, functionOf } from "./functions.ts";
import { deferred, lazySet } from "./values.ts";

/** A helper module. */
export interface Helper {
  readonly $helper: "alias" | "renamed" | "changed" | "removed";
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly fn?: FunctionReference;
  readonly message?: string;
}

/** The module of a helper. */
export function helperModule(helper: Helper, scope: Scope): ModuleLike {
  return (args: ModuleArgs) => {
    const inner: Scope = { ...scope, levels: [args, ...scope.levels] };
    if (helper.$helper === "removed") return removedModule(helper, inner);
    return helper.$helper === "changed" ? changedModule(helper, inner) : renamedModule(helper, inner);
  };
}

const nest = (path: readonly string[], value: unknown): Record<string, unknown> =>
  path.toReversed().reduce<unknown>((inner, name) => ({ [name]: inner }), value) as Record<string, unknown>;

const declare = (path: readonly string[], fields: object): NonNullable<Module["options"]> =>
  nest(path, { "~option": true, ...fields }) as never;

const files = (option: OptionInfo): string =>
  option.sites.map(({ file = "<unknown-file>" }) => `\`${file}'`).join(" and ");

/** The value at a path of the configuration. */
function valueAt(path: readonly string[], scope: Scope, missing: () => never): unknown {
  return path.reduce<unknown>(
    (value, name) => {
      const known = whnf(value);
      return isPlainObject(known) && Object.getOwnPropertyDescriptor(known, name) !== undefined
        ? known[name]
        : missing();
    },
    argument("config", scope.levels[0]!),
  );
}

/** Definitions of the old option become definitions of the new one; reading the old one reads the new one. */
function renamedModule({ $helper, from, to }: Helper, scope: Scope): Module {
  const option = (): OptionInfo => optionAt(from, scope);
  const read = (): unknown =>
    valueAt(to, scope, () => failOther(`Renaming error: option ${showPath(to)} does not exist.`));
  const warning = (): readonly string[] =>
    $helper === "renamed" && option().isDefined
      ? [`The option \`${showPath(from)}' defined in ${files(option())} has been renamed to \`${showPath(to)}'.`]
      : [];
  return {
    options: declare(from, { type: t.unspecified, "~apply": read }),
    config: deferred(() => ({
      _type: "merge",
      contents: [
        Object.getOwnPropertyDescriptor(argument("options", scope.levels[0]!), "warnings") === undefined
          ? {}
          : { warnings: deferred(warning) },
        aliasOf(option, (content) => nest(to, content)),
      ],
    })),
  };
}

const untouched = "_mkMergedOptionModule";

/** The new option is defined by a function of the old one's value, if that was defined. */
function changedModule({ from, to, fn = "id" }: Helper, scope: Scope): Module {
  const old = (): unknown => whnf(valueAt(from, scope, () => failOther("missing")));
  const warning = (): readonly string[] =>
    old() === untouched
      ? []
      : [
          `The option \`${showPath(from)}' defined in ${files(optionAt(from, scope))} has been changed to \`${showPath(to)}'.`,
        ];
  const content = deferred(() => ({
    _type: "merge",
    contents: old() === untouched ? [] : [deferred(() => functionOf(fn)(old))],
  }));
  return {
    options: declare(from, { default: untouched }),
    config: { warnings: deferred(warning), ...nest(to, content) },
  };
}

/** Defining the option fails an assertion, reading it is an error. */
function removedModule({ from, message = "" }: Helper, scope: Scope): Module {
  const option = (): OptionInfo => optionAt(from, scope);
  const text = (): string =>
    `The option definition \`${showPath(from)}' in ${files(option())} no longer has any effect; please remove it.\n${message}\n`;
  const assertion = lazySet([
    ["assertion", () => !option().isDefined],
    ["message", text],
  ]);
  return {
    options: declare(from, { type: t.unspecified, "~apply": () => failRemoved(showPath(from)) }),
    config: { assertions: [assertion] },
  };
}
