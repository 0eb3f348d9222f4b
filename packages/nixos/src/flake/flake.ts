/**
 * The flake around the machines: configurations for nixos-rebuild and darwin-rebuild, and the outputs that colmena and
 * deploy-rs read.
 */
import type { Machine, MachineEvaluation } from "@troupe/core";
import { diagnose, type Diagnostic } from "@troupe/modules";
import { unknownInput } from "../diagnostics.ts";
import { precedence } from "../expression/expression.ts";
import { moduleArgument } from "../expression/nodes.ts";
import { recordIn, startRecording } from "../expression/recording.ts";
import { pathExpression } from "../expression/references.ts";
import { type NixValue, symbolic } from "../expression/nix-value.ts";
import type { Expression } from "../model/expression.ts";
import { emitInto, generatedFolder, machineFolder } from "../modules/machine.ts";
import { nixPlatforms, platformOfClass } from "../platforms/index.ts";
import type { NixPlatform } from "../platforms/platform.ts";
import { newline } from "../printer/layout.ts";
import { startOutput } from "../printer/printer.ts";
import { deployable, type Deployable, deployment, type FlakeVariables } from "./deployment.ts";
import { type FlakeInput, flakeInputs, type InputUse } from "./inputs.ts";

/** The input of {@link emitFlake}. */
export interface FlakeInputs {
  /** The name of the flake, usually that of the inventory. */
  readonly name: string;
  /** Machines. Those of classes that Nix does not evaluate are left out. */
  readonly machines: Iterable<MachineEvaluation>;
  /**
   * Paths of the project's files. A machine imports its own `configuration.nix`, `hardware-configuration.nix` and
   * `disko.nix` below `machines/NAME`.
   */
  readonly projectFiles?: ReadonlySet<string>;
  /**
   * Other flakes, by name: an address, or an address with inputs that follow those of this flake. Inputs that Troupe
   * needs have a default.
   */
  readonly inputs?: { readonly [name: string]: string | FlakeInput };
  /** The deployers that read the flake, besides nixos-rebuild and darwin-rebuild. */
  readonly deployers?: readonly ("colmena" | "deploy-rs")[];
  /** The `nixpkgs.hostPlatform` of machines whose own Nix files do not set it: "x86_64-linux". */
  readonly hostPlatforms?: { readonly [machine: string]: string };
}

/** A flake with all its files. */
export interface EmittedFlake {
  /** Path from the flake's folder -> text. */
  readonly files: ReadonlyMap<string, string>;
  /** The files of the project that modules name, by path from the flake's folder. */
  readonly paths: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

const ownFiles = ["configuration.nix", "hardware-configuration.nix", "disko.nix"] as const;

/**
 * Returns a flake for all machines that Nix evaluates: `nixosConfigurations.NAME` and `darwinConfigurations.NAME`,
 * `colmenaHive` for colmena and `deploy.nodes` for deploy-rs.
 *
 * Reports TRP3230 for an input that modules use and the flake does not have, TRP3232 and TRP3233 for machines that
 * deployers cannot have.
 *
 * @example
 * import { evaluateInventory } from "@troupe/core";
 *
 * const inventory = defineInventory({ machines: { alice: { class: "nixos" } } });
 * const evaluated = evaluateInventory(inventory, { classes: [nixosClass] });
 * const { files } = emitFlake({ name: "home", machines: evaluated.eachMachine(), projectFiles: new Set(["machines/alice/configuration.nix"]) });
 * [...files.keys()]; // => ["troupe/machines/alice/default.nix", "troupe/health-checks.nix", "flake.nix"]
 */
export function emitFlake({
  name,
  machines,
  projectFiles = new Set(),
  inputs = {},
  deployers = [],
  hostPlatforms = {},
}: FlakeInputs): EmittedFlake {
  const files = new Map<string, string>();
  const paths = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const members: FlakeMachine[] = [];
  for (const evaluated of machines) {
    const { machine } = evaluated;
    const platform = platformOfClass(machine.class);
    if (platform === undefined) continue;
    const emitted = emitInto(files, evaluated, platform);
    for (const path of emitted.paths) paths.add(path);
    for (const diagnostic of emitted.diagnostics)
      diagnostics.push({ ...diagnostic, notes: [...(diagnostic.notes ?? []), `on machine ${machine.name}`] });
    const own = ownFiles.map((file) => `machines/${machine.name}/${file}`).filter((file) => projectFiles.has(file));
    members.push({ machine, platform, own, inputs: emitted.inputs, hostPlatform: hostPlatforms[machine.name] });
  }
  const platforms = nixPlatforms.filter((platform) => members.some((member) => member.platform === platform));
  const use = useOf(members, platforms, deployers);
  const declarations = flakeInputs(inputs, use);
  for (const { machine, inputs: wanted } of members) {
    for (const input of wanted)
      if (!Object.hasOwn(declarations, input)) diagnostics.push(unknown(input, Object.keys(declarations), machine));
  }
  for (const { modules } of platforms)
    for (const [file, text] of modules) files.set(`${generatedFolder}/${file}`, text);
  const { reached, diagnostics: unreached } = deployable(
    members.flatMap(({ machine, platform }) => (platform.isDeployable ? machine : [])),
    deployers,
  );
  diagnostics.push(...unreached);
  files.set(
    "flake.nix",
    flakeText(name, declarations, () => outputs(members, platforms, reached, use)),
  );
  return { files, paths, diagnostics };
}

/** A machine of the flake. */
interface FlakeMachine {
  readonly machine: Machine;
  readonly platform: NixPlatform;
  /** The project's own files for the machine. */
  readonly own: readonly string[];
  readonly inputs: readonly string[];
  readonly hostPlatform: string | undefined;
}

function useOf(
  members: readonly FlakeMachine[],
  platforms: readonly NixPlatform[],
  deployers: readonly string[],
): InputUse {
  return {
    platforms: Object.assign({}, ...platforms.map(({ inputs }) => inputs)) as InputUse["platforms"],
    disko: members.some(({ own }) => own.some((file) => file.endsWith("/disko.nix"))),
    colmena: deployers.includes("colmena"),
    deployRs: deployers.includes("deploy-rs"),
  };
}

const unknown = (input: string, known: readonly string[], { name, site }: Machine): Diagnostic =>
  diagnose(
    unknownInput,
    { input, known },
    { path: `machines.${name}`, marks: [{ site }], notes: [`on machine ${name}`] },
  );

function flakeText(name: string, inputs: object, outputs: () => object): string {
  const recording = startRecording();
  const out = startOutput({ recording });
  out.text = "# Generated by Troupe. Changes will be lost.\n";
  out.lineStart = out.text.length;
  recordIn(recording, () => {
    const flake = { description: `Machines of ${name}`, inputs, outputs: symbolic(outputsExpression(outputs())) };
    out.value(out, flake, precedence.any);
  });
  return `${out.text}\n`;
}

/** The function from inputs to outputs, `{ self, nixpkgs, ... }@inputs: …`. */
function outputsExpression(body: object): Expression {
  return {
    precedence: precedence.any,
    write: (out) => {
      out.text += "{ self, nixpkgs, ... }@inputs:";
      newline(out);
      out.value(out, body, precedence.any);
    },
  };
}

const variables = (): FlakeVariables => ({
  self: symbolic(moduleArgument("self")),
  nixpkgs: symbolic(moduleArgument("nixpkgs")),
  inputs: symbolic(moduleArgument("inputs")),
});

function outputs(
  members: readonly FlakeMachine[],
  platforms: readonly NixPlatform[],
  reached: readonly Deployable[],
  use: InputUse,
): object {
  const names = variables();
  const ofPlatforms = platforms.map((platform) =>
    platformOutputs(
      platform,
      members.filter((member) => member.platform === platform),
      names,
    ),
  );
  return { ...(Object.assign({}, ...ofPlatforms) as object), ...deployment(reached, use, names) };
}

/** The modules of a platform's machines, and the configurations that `(_: machine: …)` makes of these. */
function platformOutputs(
  platform: NixPlatform,
  members: readonly FlakeMachine[],
  { self, nixpkgs, inputs }: FlakeVariables,
): object {
  const { modules, configurations } = platform.outputs;
  const makeSystem = platform.systemFunction(nixpkgs, inputs);
  const configuration = (_: unknown, machine: unknown) => makeSystem({ specialArgs: { inputs }, modules: [machine] });
  return {
    [modules]: Object.fromEntries(
      members.map((member) => [member.machine.name, machineModule(member, nixpkgs, inputs)]),
    ),
    [configurations]: nixpkgs["lib"].mapAttrs(configuration, self[modules]) as unknown,
  };
}

/** The module of a machine, which imports the machine's own files, then the generated module. */
function machineModule({ machine, own, hostPlatform }: FlakeMachine, nixpkgs: NixValue, inputs: NixValue): object {
  const file = (path: string) => symbolic(pathExpression(path));
  const disko = own.some((path) => path.endsWith("/disko.nix")) ? [inputs["disko"].nixosModules.disko as unknown] : [];
  return {
    imports: [...disko, ...own.map(file), file(machineFolder(machine.name))],
    ...(hostPlatform !== undefined && { nixpkgs: { hostPlatform: nixpkgs["lib"].mkDefault(hostPlatform) as unknown } }),
  };
}
