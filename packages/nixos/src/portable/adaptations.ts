/** Translations of definitions that several options and platforms share. */
import { diagnose, isPlainObject, showPath } from "@troupe/modules";
import { differsHere, severalLines } from "../diagnostics.ts";
import type { DefinitionPlace } from "./option-rule.ts";

/**
 * Leaves a null out, for options that are null in the vocabulary where NixOS has no definition. Where null wins, leaves
 * all definitions out.
 */
export function leftOutIfNull(value: unknown, { config, path }: DefinitionPlace): unknown {
  const winner = path.reduce(
    (within, name) => (within as Readonly<Record<string, unknown>> | undefined)?.[name],
    config,
  );
  return value === null || winner === null ? undefined : value;
}

/** Leaves the definition out without a message. */
export const leftOut = (): undefined => undefined;

const settingName = /^[A-Za-z][A-Za-z0-9_-]*$/;

/**
 * Reports settings of a unit's section that NixOS would write as more than one line of the unit, because it checks
 * neither names nor values (TRP3223).
 */
export function oneLineEach(section: unknown, { path, site, report }: DefinitionPlace): unknown {
  if (!isPlainObject(section)) return section;
  for (const [setting, value] of Object.entries(section)) {
    const problem = !settingName.test(setting)
      ? "is not the name of a setting: names begin with a letter and have letters, digits, - and _"
      : textsIn(value).some((text) => /[\p{Cc}--\t]/v.test(text.replaceAll("\\\n", " ")))
        ? "holds a line break or another control character, and each value is one line of the unit"
        : undefined;
    const option = showPath([...path, setting]);
    if (problem !== undefined) report(diagnose(severalLines, { option, problem }, { path: option, marks: [{ site }] }));
  }
  return section;
}

/** The texts of a value, also inside priorities, conditions and lists. Values that only Nix knows have none. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isPlainObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** Warns of commands in a unit's section that name a program by its path on Debian (TRP3221). */
export function warnOfCommands(section: unknown, at: DefinitionPlace): unknown {
  if (!isPlainObject(section)) return section;
  for (const setting of Object.keys(section)) {
    if (setting.startsWith("Exec")) warnOfPrograms(section[setting], { ...at, path: [...at.path, setting] });
  }
  return section;
}

/** A path of a program, after the prefixes of systemd. `/bin/sh` and `/usr/bin/env` exist on NixOS too. */
const debianProgram = /^[@:+!|-]*(\/(?:usr\/)?(?:local\/)?s?bin\/(?!sh(?:\s|$)|env(?:\s|$))[^\s"']+)/;

/** Warns of texts that begin with the path of a program on Debian (TRP3221). */
export function warnOfPrograms(value: unknown, at: DefinitionPlace): void {
  for (const text of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
    const path = typeof text === "string" ? debianProgram.exec(text)?.[1] : undefined;
    if (path !== undefined)
      warn(
        at,
        path,
        "NixOS has no programs there",
        'Name the program of a package: definePackage({ … }).bin("program").',
      );
  }
}

/** Reports a value that means something else on NixOS (TRP3221). */
export function warn({ path, site, report }: DefinitionPlace, found: string, why: string, instead: string): void {
  const option = showPath(path);
  report(diagnose(differsHere, { option, found, why, instead }, { path: option, marks: [{ site }] }));
}
