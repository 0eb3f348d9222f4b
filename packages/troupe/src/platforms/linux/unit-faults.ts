/** The faults that a machine finds in the units and kernel parameters of a staged generation. */
import { type AgentReply, type Generation, type Path, settingPaths } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import type { DesiredLinux } from "./desired.ts";
import { placeOf } from "./places.ts";
import {
  ignoredLine,
  isEssential,
  missingOther,
  missingUnit,
  remarkedLine,
  uncheckedUnits,
  unknownParameter,
} from "./unit-diagnostics.ts";

/**
 * Remarks of systemd that are no faults: settings of other versions, and settings that are to be written in another
 * way.
 */
const isRemark = (text: string): boolean =>
  /^unknown key|deprecated|obsolete|please use|legacy|removed|unsafe|not safe/i.test(text);

/** Settings whose values are names of units. */
const references = new Set(
  "After Before Wants Requires Requisite BindsTo PartOf Conflicts OnFailure OnSuccess Upholds Unit Service Sockets".split(
    " ",
  ),
);

/** Targets of every machine, for suggestions. */
const targets = [
  ..."basic default getty graphical local-fs multi-user network network-online network-pre nss-lookup remote-fs".split(
    " ",
  ),
  ..."rescue sockets sysinit time-sync timers".split(" "),
].map((name) => `${name}.target`);

/** Returns the units outside of the generation that its units depend on. */
export function referredUnits({ manifest, files }: Generation): readonly string[] {
  const own = new Set([
    ...manifest.units.map(({ name }) => name),
    ...[...files.keys()].map((path) => path.slice("units/".length)),
  ]);
  const names = new Set(manifest.wants.map(({ target }) => target));
  for (const [path, { bytes }] of files) {
    if (!path.startsWith("units/")) continue;
    for (const line of new TextDecoder().decode(bytes).split("\n")) {
      const [setting = "", value = ""] = line.split("=", 2);
      if (references.has(setting)) for (const name of value.split(" ")) names.add(name);
    }
  }
  return [...names]
    .filter((name) => /^[\w:.@-]+\.(?:service|socket|target|timer|path)$/.test(name))
    .filter((name) => !own.has(name) && !own.has(name.replace(/@.*\./, "@.")))
    .toSorted();
}

/** Returns the problems that the answer to `stage` names, with their places in the project. */
export function unitProblems(desired: DesiredLinux, reply: AgentReply): readonly Diagnostic[] {
  const { machine } = desired.target;
  return [
    ...reply.all("remark").flatMap((fields) => remarkProblem(desired, fields) ?? []),
    ...reply.all("unfound").flatMap(([name = "", state = ""]) => missingProblems(desired, name, state)),
    ...reply.all("unknown-parameter").map(([path = ""]) => {
      const names = [path.replaceAll("/", "."), path];
      return diagnose(
        unknownParameter,
        { machine, name: names[0]! },
        placeOf(
          desired,
          names.map((name) => ["boot", "kernel", "sysctl", name]),
        ),
      );
    }),
    ...reply.all("unverified").map(() => diagnose(uncheckedUnits, { machine })),
  ];
}

const textOf = ({ generation }: DesiredLinux, file: string): string | undefined => {
  const bytes = generation.files.get(`units/${file}`)?.bytes;
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
};

/** The problem of a line `remark FILE LINE TEXT`. */
function remarkProblem(desired: DesiredLinux, fields: readonly string[]): Diagnostic | undefined {
  const [file = "", number = "", ...words] = fields;
  const lines = textOf(desired, file)?.split("\n") ?? [];
  const line = lines[Number(number) - 1];
  if (line === undefined) return undefined;
  const unit = file.replace(/\.d\/[^/]*$/, "");
  const section =
    lines
      .slice(0, Number(number))
      .findLast((each) => each.startsWith("["))
      ?.slice(1, -1) ?? "";
  const text = words.join(" ").replace(/\.$/, "");
  return diagnose(
    isRemark(text) ? remarkedLine : ignoredLine,
    { machine: desired.target.machine, unit, line, text },
    placeOf(desired, settingPaths(unit, section, line.slice(0, line.indexOf("=")))),
  );
}

/** The problems of a line `unfound NAME STATE`: one for each setting that names the unit. */
function missingProblems(desired: DesiredLinux, name: string, state: string): readonly Diagnostic[] {
  const { manifest } = desired.generation;
  const known = [...targets, ...manifest.units.map((unit) => unit.name)];
  const problem = (unit: string, setting: string, paths: readonly Path[]): Diagnostic =>
    diagnose(
      isEssential(setting) ? missingUnit : missingOther,
      { machine: desired.target.machine, unit, setting, name, state, known },
      placeOf(desired, paths),
    );
  const wanted = manifest.wants.flatMap(({ target, unit, kind }) => {
    const option = kind === "wants" ? "wantedBy" : "requiredBy";
    return target === name ? [problem(unit, option, settingPaths(unit, "Unit", option))] : [];
  });
  const named = manifest.units.flatMap(({ name: unit }) => {
    const text = textOf(desired, unit) ?? textOf(desired, `${unit}.d/overrides.conf`) ?? "";
    let section = "";
    return text.split("\n").flatMap((line) => {
      if (line.startsWith("[")) section = line.slice(1, -1);
      const [setting = "", value = ""] = line.split("=", 2);
      return references.has(setting) && value.split(" ").includes(name)
        ? [problem(unit, setting, settingPaths(unit, section, setting))]
        : [];
    });
  });
  return [...wanted, ...named];
}
