/** The outputs of the flake that colmena and deploy-rs read. */
import { type Machine } from "@troupe/core";
import { machinePath, parseTargetHost, type TargetHost } from "@troupe/core/internal";
import { diagnose, type Diagnostic, showPath } from "@troupe/modules";
import { nameOfColmena, notDeployable } from "../diagnostics.ts";
import { nix } from "../expression/nix-template.ts";
import type { NixValue } from "../expression/nix-value.ts";
import type { InputUse } from "./inputs.ts";

/** A machine with a target host. */
export interface Deployable {
  readonly machine: Machine;
  readonly target: TargetHost;
}

/** The variables of the flake. */
export interface FlakeVariables {
  readonly self: NixValue;
  readonly nixpkgs: NixValue;
  readonly inputs: NixValue;
}

/** Names in a hive of colmena that are no machines. */
const colmenaNames: ReadonlySet<string> = new Set(["meta", "defaults", "network"]);

/** Returns the machines that deployers can reach. Reports TRP3232 and TRP3233 for the others. */
export function deployable(
  machines: readonly Machine[],
  deployers: readonly string[],
): { readonly reached: readonly Deployable[]; readonly diagnostics: readonly Diagnostic[] } {
  const reached: Deployable[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const machine of machines) {
    const { name, targetHost, site } = machine;
    const details = { path: showPath(machinePath(machine)), marks: [{ site }] };
    const target = targetHost === undefined ? undefined : parseTargetHost(targetHost);
    if (target !== undefined) reached.push({ machine, target });
    else if (deployers.length > 0) diagnostics.push(diagnose(notDeployable, { machine: name, deployers }, details));
    if (deployers.includes("colmena") && colmenaNames.has(name))
      diagnostics.push(diagnose(nameOfColmena, { machine: name }, details));
  }
  return { reached, diagnostics };
}

/** Returns the outputs for the deployers. */
export function deployment(machines: readonly Deployable[], use: InputUse, variables: FlakeVariables): object {
  return {
    ...(use.colmena && colmena(machines, variables)),
    ...(use.deployRs && {
      deploy: { nodes: Object.fromEntries(machines.map((node) => [node.machine.name, deployNode(node, variables)])) },
    }),
  };
}

function colmena(machines: readonly Deployable[], { self, nixpkgs, inputs }: FlakeVariables): object {
  const nodes = machines.map(({ machine, target: { host, user, port } }) => [
    machine.name,
    {
      deployment: { targetHost: host, targetUser: user, targetPort: port, tags: machine.tags },
      imports: [self["nixosModules"][machine.name]],
    },
  ]);
  return {
    colmenaHive: inputs["colmena"].lib.makeHive(self["colmena"]) as unknown,
    colmena: {
      // Each machine sets its own hostPlatform, but colmena demands a nixpkgs for the hive.
      meta: { nixpkgs: nix`import ${nixpkgs} { system = "x86_64-linux"; }`, specialArgs: { inputs } },
      ...(Object.fromEntries(nodes) as object),
    },
  };
}

function deployNode({ machine, target: { host, user, port } }: Deployable, { self, inputs }: FlakeVariables): object {
  const configuration = self["nixosConfigurations"][machine.name] as NixValue;
  const system = configuration["pkgs"].stdenv.hostPlatform.system as unknown;
  return {
    hostname: host,
    sshUser: user,
    sshOpts: port === undefined ? undefined : ["-p", String(port)],
    profiles: {
      system: {
        user: "root",
        path: inputs["deploy-rs"].lib[`${String(system)}`].activate.nixos(configuration) as unknown,
      },
    },
  };
}
