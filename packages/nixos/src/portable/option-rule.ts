/** Rules of a platform for the options of the portable vocabulary. */
import type { MachineClass } from "@troupe/core";
import { diagnose, type Diagnostic, showPath, type Site } from "@troupe/modules";
import type { SystemConfig } from "@troupe/vocabulary";
import { noCounterpart } from "../diagnostics.ts";

/** A platform's rule for one option. */
export interface OptionRule<Option extends string = string> {
  /** The path of the option; `*` is any name. */
  readonly option: Option;
  /**
   * `same`: the platform has the option under the same name and with the same meaning. `translated`: a definition
   * becomes another one. `exception`: the platform has no such option, or the option means something else there.
   */
  readonly kind: "same" | "translated" | "exception";
  /** A definition on the platform. */
  readonly becomes: string;
  /** The reason for a translation or an exception. */
  readonly why?: string;
  /** Translates a definition without its wrappers; undefined leaves the definition out. */
  readonly adapt?: (value: unknown, at: DefinitionPlace) => unknown;
  /**
   * True for an option that modules of the platform define too: a priority for the whole option would compete with
   * theirs (TRP3222).
   */
  readonly isShared?: boolean;
}

/** The rules of a platform, by group. The compiler asks for a group of the vocabulary that a platform forgot. */
export type PlatformRules = { readonly [G in keyof SystemConfig]: readonly OptionRule<G | `${G}.${string}`>[] };

/** The names of a platform in messages. */
export interface PlatformNames {
  /** The name of the operating system. */
  readonly name: string;
  /** The key of results that hold modules for this platform alone. */
  readonly result: MachineClass["result"];
}

/** The place of a definition, and where problems with it are reported. */
export interface DefinitionPlace {
  readonly platform: PlatformNames;
  /** The path of the definition, which changes while `adapt` walks through definitions. */
  readonly path: string[];
  readonly site: Site;
  /** The machine's evaluated configuration. */
  readonly config: unknown;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** Rules for options that mean the same on the platform. */
export const same = <const O extends string>(...options: readonly O[]): readonly OptionRule<O>[] =>
  options.map((option) => ({ option, kind: "same", becomes: "itself" }));

/** Rules for options that mean the same, and that modules of the platform define in every system. */
export const shared = <const O extends string>(...options: readonly O[]): readonly OptionRule<O>[] =>
  options.map((option) => ({
    option,
    kind: "same",
    becomes: "itself; a priority for the whole option is an error",
    why: "modules of the platform define the option too, so that either their definitions or these would not count",
    isShared: true,
  }));

/** A rule for an option whose definitions become other definitions. */
export const translated = <const O extends string>(
  option: O,
  rule: Omit<OptionRule, "option" | "kind">,
): OptionRule<O> => ({
  ...rule,
  option,
  kind: "translated",
});

/** A rule for an option that is accepted, but means something else on the platform. */
export const exception = <const O extends string>(
  option: O,
  rule: Omit<OptionRule, "option" | "kind">,
): OptionRule<O> => ({
  ...rule,
  option,
  kind: "exception",
});

/**
 * Rules for options that the platform does not have, the options inside included. Each definition is reported
 * (TRP3220).
 */
export const missing = <const O extends string>(why: string, ...options: readonly O[]): readonly OptionRule<O>[] =>
  options.map((option) => ({
    option,
    kind: "exception",
    becomes: "an error",
    why,
    adapt: (_, { platform, path, site, report }) => {
      const name = showPath(path);
      report(
        diagnose(
          noCounterpart,
          { option: name, platform: platform.name, result: platform.result, why },
          { path: name, marks: [{ site }] },
        ),
      );
      return undefined;
    },
  }));

/** Returns the paths of options inside another option: `inside("users.users.*", "uid")` is `["users.users.*.uid"]`. */
export const inside = <const P extends string, const N extends string>(
  parent: P,
  ...names: readonly N[]
): readonly `${P}.${N}`[] => names.map((name): `${P}.${N}` => `${parent}.${name}`);
