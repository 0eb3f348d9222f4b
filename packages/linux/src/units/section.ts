/** A section of a unit file. */
import { showPath } from "@troupe/modules";
import type { UnitAtom } from "@troupe/vocabulary";
import { compareBytes } from "../generation/bytes.ts";
import { invalidSetting, invalidText, invalidValue, unknownSetting } from "../diagnostics.ts";
import type { Draft, Path } from "../model/generation-draft.ts";
import { ignoredValue } from "./setting-values.ts";
import { knownSettings } from "./settings.ts";
import { type BadValue, unitLine } from "./values.ts";

/** The evaluated value of `serviceConfig`, `timerConfig` and similar options. */
export type Settings = { readonly [setting: string]: UnitAtom | readonly UnitAtom[] };

/** A section of a unit file while renderers add lines to it. */
export interface Section {
  readonly name: string;
  /** Adds a line; skips an empty value. */
  add(setting: string, value: string | BadValue | undefined, at: Path): void;
  /** Adds the user's settings, sorted by name. A list repeats the setting. `places` has settings with paths of their own. */
  addAll(settings: Settings, at: Path, places?: { readonly [setting: string]: Path }): void;
  /** Returns the text of the section; empty for a section without lines. */
  text(): string;
}

/**
 * The form of all names of settings, also of the names `X-…` that systemd ignores. Other characters would begin another
 * line or section.
 */
const settingName = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Returns an empty section of a unit. */
export function section(draft: Draft, unit: string, name: string): Section {
  const lines: string[] = [];
  const self: Section = {
    name,
    add(setting, value, at) {
      if (value === undefined || value === "") return;
      if (typeof value === "string") lines.push(`${setting}=${value}`);
      else draft.report(invalidText, { what: `\`${showPath(at)}\``, problem: value.problem }, at);
    },
    addAll(settings, at, places = {}) {
      const settingNames = knownSettings[name] ?? new Set();
      for (const setting of Object.keys(settings).toSorted(compareBytes)) {
        const path = places[setting] ?? [...at, setting];
        if (!settingName.test(setting)) {
          draft.report(invalidSetting, { unit, section: name, setting }, path);
          continue;
        }
        if (!settingNames.has(setting) && !setting.startsWith("X-"))
          draft.report(unknownSetting, { unit, section: name, setting, known: settingNames }, path);
        for (const value of [settings[setting]!].flat()) {
          const text = unitLine(typeof value === "string" ? draft.text(value, path) : value);
          // In systemd, an empty value resets the values of the setting before it, for example in a drop-in.
          if (text === "") lines.push(`${setting}=`);
          else self.add(setting, text, path);
          const requirement = typeof text === "string" ? ignoredValue(setting, text) : undefined;
          if (requirement !== undefined)
            draft.report(invalidValue, { unit, setting, value: String(text), ...requirement }, path);
        }
      }
    },
    text: () => (lines.length === 0 ? "" : `[${name}]\n${lines.join("\n")}\n`),
  };
  return self;
}
