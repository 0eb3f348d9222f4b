/** The generated files of one machine: a module for each contributor, and one that imports them all. */
import { type MachineEvaluation, type ParsedScope, parseScope } from "@troupe/core";
import { type Diagnostic, isTroupeError, mkOverride } from "@troupe/modules";
import { pathList } from "../expression/references.ts";
import { platformOfClass } from "../platforms/index.ts";
import type { NixPlatform } from "../platforms/platform.ts";
import { adapt } from "../portable/rule-tree.ts";
import { type Contribution, contributionsOf } from "./contributions.ts";
import { fileNames } from "./file-names.ts";
import { printModule } from "./module.ts";

/** The files of a machine, and the problems in them. */
export interface EmittedMachine {
  /** Path from the folder of the flake -> text. */
  readonly files: ReadonlyMap<string, string>;
  /** The inputs of the flake that the files need, sorted. */
  readonly inputs: readonly string[];
  /** The files of the project that the files name, by path from the folder of the flake, sorted. */
  readonly paths: readonly string[];
  /** The files are unusable if a diagnostic blocks the plan. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The folder of generated files in the folder of the flake. */
export const generatedFolder = "troupe";

/** Returns the folder of a machine's generated files, from the folder of the flake. */
export const machineFolder = (machine: string): string => `${generatedFolder}/machines/${machine}`;

/** The path from the folder of a machine to the folder of the flake. */
const toFlake = "../../../";

/** The priority of generated defaults: weaker than `mkDefault` (1000), stronger than the defaults of options (1500). */
const generatedPriority = 1400;

/**
 * Returns the files of a machine of class `nixos` or `darwin`, whose configuration must have no problems.
 *
 * @example
 * import { evaluateInventory } from "@troupe/core";
 *
 * const inventory = defineInventory({ machines: { alice: { class: "nixos", module: system({ networking: { domain: "home.arpa" } }) } } });
 * const { files } = emitMachine(evaluateInventory(inventory, { classes: [nixosClass] }).machine("alice"));
 * [...files.keys()]; // => ["troupe/machines/alice/machine.nix", "troupe/machines/alice/default.nix"]
 */
export function emitMachine(evaluated: MachineEvaluation): EmittedMachine {
  const files = new Map<string, string>();
  const platform = platformOfClass(evaluated.machine.class);
  if (platform === undefined) throw new TypeError(`Nix does not evaluate machines of class ${evaluated.machine.class}`);
  return { files, ...emitInto(files, evaluated, platform) };
}

/** Adds the files of a machine of `platform` to `files`. */
export function emitInto(
  files: Map<string, string>,
  evaluated: MachineEvaluation,
  platform: NixPlatform,
): Omit<EmittedMachine, "files"> {
  const { machine } = evaluated;
  const imports = [...platform.modules.keys()].map((file) => `../../${file}`);
  const inputs = new Set<string>();
  const paths = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const named = fileNames();
  const folder = machineFolder(machine.name);
  for (const contribution of contributionsOf(evaluated)) {
    const { origin } = contribution;
    const scope = origin.includes(":") ? parseScope(origin) : undefined;
    const file = scope === undefined ? `${origin.split(" ")[0]}.nix` : fileOf(scope, named);
    const printed = collecting(diagnostics, () =>
      emitContribution(contribution, scope?.serviceName, evaluated.evaluation.config, platform, diagnostics),
    );
    if (printed === undefined) continue;
    files.set(`${folder}/${file}`, printed.text);
    imports.push(`./${file}`);
    for (const input of printed.inputs) inputs.add(input);
    for (const path of printed.paths) paths.add(path);
  }
  files.set(`${folder}/default.nix`, entryModule(evaluated, imports));
  return { inputs: [...inputs].toSorted(), paths: [...paths].toSorted(), diagnostics };
}

/** Returns `services/SERVICE.INSTANCE.ROLE.nix`, the file of a call of a service. */
function fileOf(
  { serviceName, instanceName, roleName }: ParsedScope,
  named: (...parts: readonly string[]) => string,
): string {
  return `services/${named(...[serviceName, instanceName, roleName].filter((part) => part !== ""))}.nix`;
}

function emitContribution(
  { label, site, portable, modules }: Contribution,
  service: string | undefined,
  config: unknown,
  platform: NixPlatform,
  diagnostics: Diagnostic[],
): ReturnType<typeof printModule> {
  const place = {
    platform,
    path: [],
    site,
    config,
    report: (diagnostic: Diagnostic) => void diagnostics.push(diagnostic),
  };
  return printModule({
    name: service === undefined || label.startsWith("service ") ? label : `${label} (service ${service})`,
    definitions: (adapt(platform.rules, portable, place) ?? {}) as Readonly<Record<string, unknown>>,
    site,
    parts: modules.map((module) => ({ ...module, description: `The ${platform.result} of ${label}` })),
    toRoot: service === undefined ? toFlake : `../${toFlake}`,
  });
}

function entryModule({ machine, evaluation }: MachineEvaluation, imports: readonly string[]): string {
  const isNamed = evaluation
    .definitionsAt(["networking", "hostName"])
    .some(({ site, status }) => site.origin !== undefined && status === "used");
  return printModule({
    name: `Troupe, machine ${machine.name}`,
    definitions: {
      imports: pathList(imports),
      networking: isNamed ? undefined : { hostName: mkOverride(generatedPriority, machine.shortName) },
    },
    parts: [],
    toRoot: "",
  }).text;
}

function collecting<T>(diagnostics: Diagnostic[], run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    diagnostics.push(...error.diagnostics);
    return undefined;
  }
}
