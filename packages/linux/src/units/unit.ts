/** The common parts of all kinds of units: the section [Unit], the file, the entries of the manifest. */
import { showPath } from "@troupe/modules";
import type { SystemConfig } from "@troupe/vocabulary";
import { compareBytes } from "../generation/bytes.ts";
import { holds, unitName } from "../generation/fields.ts";
import type { UnitEntry } from "../model/manifest.ts";
import { invalidText, invalidUnitName, wantedTemplate } from "../diagnostics.ts";
import type { Draft, Path } from "../model/generation-draft.ts";
import { shortHash } from "../render/generation-draft.ts";
import { fullName, isTemplate } from "./unit-name.ts";
import { section, type Section } from "./section.ts";
import { unitLine } from "./values.ts";

/** The evaluated options that all kinds of units share. */
export type UnitOptions = SystemConfig["systemd"]["targets"][string];

/** Settings of dependencies, with their options. */
export const dependencies = {
  After: "after",
  Before: "before",
  BindsTo: "bindsTo",
  Conflicts: "conflicts",
  OnFailure: "onFailure",
  OnSuccess: "onSuccess",
  PartOf: "partOf",
  Requires: "requires",
  Requisite: "requisite",
  Upholds: "upholds",
  Wants: "wants",
} as const;

/** Returns the section [Unit]. Dependencies are sorted, because their order has no meaning. */
export function unitSection(draft: Draft, unit: string, options: UnitOptions, at: Path): Section {
  const lines = section(draft, unit, "Unit");
  const text = (key: "description" | "documentation", value: string) => unitLine(draft.text(value, [...at, key]));
  lines.add("Description", text("description", options.description), [...at, "description"]);
  lines.add("Documentation", text("documentation", options.documentation.join(" ")), [...at, "documentation"]);
  for (const [setting, key] of Object.entries(dependencies))
    lines.add(setting, nameSet(options[key]).join(" "), [...at, key]);
  lines.add("StartLimitBurst", options.startLimitBurst?.toString(), at);
  lines.add("StartLimitIntervalSec", options.startLimitIntervalSec?.toString(), at);
  lines.addAll(options.unitConfig, [...at, "unitConfig"]);
  return lines;
}

const nameSet = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted(compareBytes);

/** Renders the units of one kind: reports invalid names, and masks disabled units. */
export function renderUnits<U extends UnitOptions>(
  draft: Draft,
  kind: "services" | "sockets" | "targets",
  units: { readonly [name: string]: U },
  render: (unit: string, options: U, at: Path, name: string) => void,
): void {
  for (const [name, options] of Object.entries(units)) {
    const at = ["systemd", kind, name];
    const unit = fullName(draft, name, kind.slice(0, -1), at);
    if (unit === undefined) continue;
    if (options.enable) render(unit, options, at, name);
    else addMask(draft, unit, [at]);
  }
}

/** Masks a unit with an empty file, so that systemd never starts the unit. */
export function addMask(draft: Draft, unit: string, at: readonly Path[]): void {
  draft.file(`units/${unit}`, "");
  draft.origin(`unit:${unit}`, ...at);
}

/** Adds a unit to the generation: its file, and its entries in the manifest. */
export function addUnit(
  draft: Draft,
  unit: string,
  options: UnitOptions,
  sections: readonly Section[],
  change: UnitEntry["change"],
  at: readonly Path[],
): void {
  const [first] = at as [Path];
  const texts = sections.map((section) => section.text()).filter((text) => text !== "");
  const body = texts.length === 0 ? "[Unit]\n" : texts.join("\n");
  draft.file(options.overrideStrategy === "asDropin" ? `units/${unit}.d/overrides.conf` : `units/${unit}`, body);
  const restart = shortHash(body, ...triggers(draft, options.restartTriggers, [...first, "restartTriggers"]));
  const reload = triggers(draft, options.reloadTriggers, [...first, "reloadTriggers"]);
  const hash = reload.length === 0 ? restart : `${restart}+${shortHash(...reload)}`;
  const wanted = addWants(draft, unit, options, first);
  draft.add("units", { name: unit, hash, change, start: wanted && change !== "next-run" }, `unit:${unit}`, ...at);
}

function triggers(draft: Draft, texts: readonly string[], at: Path): readonly string[] {
  return nameSet(texts.map((text) => draft.text(text, at)));
}

/** Adds the `wants` entries of the unit, and returns true if the unit has any. */
function addWants(draft: Draft, unit: string, options: UnitOptions, at: Path): boolean {
  let wanted = false;
  for (const [key, kind] of [
    ["wantedBy", "wants"],
    ["requiredBy", "requires"],
  ] as const) {
    for (const target of nameSet(options[key])) {
      if (isTemplate(unit)) draft.report(wantedTemplate, { unit }, [...at, key]);
      else if (!holds(unitName, target))
        draft.report(invalidUnitName, { name: target, unit: target, suffix: "" }, [...at, key]);
      else {
        draft.add("wants", { target, unit, kind });
        wanted = true;
      }
    }
  }
  return wanted;
}

/** Reports a problem with a text outside of sections. */
export function reportText(draft: Draft, at: Path, problem: string): void {
  draft.report(invalidText, { what: `\`${showPath(at)}\``, problem }, at);
}
