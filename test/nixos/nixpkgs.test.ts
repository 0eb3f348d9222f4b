/**
 * nixpkgs' module system computes the same configurations from generated modules as Troupe's evaluation.
 * TROUPE_NIXOS_SAMPLES is the number of random machines.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineInventory, defineService, evaluateInventory, type MachineEvaluation } from "@troupe/core";
import { emitFlake, nixosClass } from "@troupe/nixos";
import { isPackageRef, renderPackageRefs } from "@troupe/vocabulary";
import fc from "fast-check";
import { expect, it } from "vitest";
import clusters from "../../examples/clusters/troupe.ts";
import kvstore from "../../examples/kvstore/troupe.ts";
import { evaluateNix } from "../../packages/nixos/src/testing/nix.ts";
import { fragment } from "./fragments.ts";
import { describeWithCheckouts } from "./suites.ts";

const samples = Number(process.env["TROUPE_NIXOS_SAMPLES"] ?? 10);
const own = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8");

/**
 * Evaluates `machines` with the nixpkgs lib in the folder `lib`, and tries whether NixOS's module system refuses
 * `others`.
 */
function computedByNix(
  lib: string,
  machines: readonly MachineEvaluation[],
  others: readonly MachineEvaluation[] = [],
): Computed {
  const files = [...machines, ...others].flatMap((machine, index) => {
    const { files, diagnostics } = emitFlake({ name: "test", machines: [machine] });
    expect(diagnostics.filter(({ blocks }) => blocks !== "nothing")).toEqual([]);
    return [...files].map(([file, text]) => [`${index}/${file}`, text]);
  });
  const places = [...machines, ...others].map(({ machine }, index) => `./${index}/troupe/machines/${machine.name}`);
  const main = `import ./evaluate.nix {
    lib = import ${lib}/lib;
    machines = [ ${places.slice(0, machines.length).join(" ")} ];
    refused = [ ${places.slice(machines.length).join(" ")} ];
  }`;
  return evaluateNix({
    ...(Object.fromEntries(files) as Record<string, string>),
    "default.nix": main,
    "evaluate.nix": own("evaluate.nix"),
    "options.nix": own("options.nix"),
  }) as Computed;
}

interface Computed {
  readonly computed: readonly Record<string, unknown>[];
  readonly isRefused: readonly boolean[];
}

/** Codes of definitions that conflict with each other or with the option's type. */
const conflicts: ReadonlySet<string> = new Set(["TRP1001", "TRP1002", "TRP1015", "TRP1016"]);

/** True for a machine that is refused because definitions conflict, and for no other reason. */
function isConflicting({ evaluation }: MachineEvaluation): boolean {
  const diagnostics = evaluation.diagnostics();
  return diagnostics.length > 0 && diagnostics.every(({ code }) => conflicts.has(code));
}

/** Returns Troupe's configuration of a machine in the form in which `evaluate.nix` returns that of NixOS. */
function computedHere({ machine, evaluation }: MachineEvaluation): Record<string, unknown> {
  const plain = JSON.parse(
    JSON.stringify(evaluation.config, (_, value: unknown) => {
      if (isPackageRef(value)) return `/pkgs/${value.nixpkgs}`;
      return typeof value === "string"
        ? renderPackageRefs(value, (ref, program) => `/pkgs/${ref.nixpkgs}/bin/${program}`)
        : value;
    }),
  ) as { networking: Record<string, unknown>; healthChecks: object; facts?: unknown };
  delete plain.facts;
  const isNamed = evaluation
    .definitionsAt(["networking", "hostName"])
    .some(({ site, status }) => site.origin !== undefined && status === "used");
  const { networking } = plain;
  return {
    ...withoutNulls(plain),
    networking: { ...networking, hostName: isNamed ? networking["hostName"] : machine.shortName },
    checks: Object.keys(plain.healthChecks)
      .map((name) => `health-check-${name}`)
      .toSorted(),
  };
}

const leftOut = new Set(["startLimitBurst", "startLimitIntervalSec", "home", "createHome", "shell"]);

/** Removes the nulls that the rules of NixOS leave out. */
function withoutNulls(value: unknown): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(value, (key, each: unknown) => (each === null && leftOut.has(key) ? undefined : each)),
  ) as Record<string, unknown>;
}

const withoutNftables = ({ networking, ...config }: Record<string, unknown>) => {
  const { nftables: _, ...rest } = networking as Record<string, unknown>;
  return { ...config, networking: rest };
};

/** Evaluates a machine with a module of its own and one service for each further module. */
function machine(fragments: readonly unknown[]): MachineEvaluation {
  const [ofMachine, ...ofServices] = fragments;
  const service = defineService({
    manifest: { name: "service" },
    roles: {
      member: { perInstance: ({ instanceName }) => ({ module: ofServices[Number(instanceName.slice(1))] as object }) },
    },
  });
  const instances = ofServices.map((_, index) => [
    `i${index}`,
    { service: "service" as const, roles: { member: { machines: ["alice" as const] } } },
  ]);
  const inventory = defineInventory({
    services: { service },
    machines: { alice: { module: ofMachine as object } },
  }).instances(
    // oxlint-disable-next-line typescript/no-explicit-any -- the names are computed
    Object.fromEntries(instances) as any,
  );
  return evaluateInventory(inventory, { classes: [nixosClass] }).machine("alice");
}

describeWithCheckouts("the module system of nixpkgs", ["NIXPKGS_LIB"], (lib) => {
  it.each(Object.entries({ kvstore, clusters }))(
    "computes the configuration of every machine of the example %s as Troupe does",
    (_, example) => {
      const evaluated = evaluateInventory(example, { classes: [nixosClass] });
      const machines = [...evaluated.inventory.machines.keys()].map((name) => evaluated.machine(name));
      const { computed } = computedByNix(lib, machines);
      machines.forEach((each, index) =>
        expect(withoutNftables(withoutNulls(computed[index]))).toEqual(computedHere(each)),
      );
    },
  );

  it(
    `computes the configuration of ${samples} random machines as Troupe does, and refuses the same machines`,
    { timeout: 600_000 },
    () => {
      const machines: MachineEvaluation[] = [];
      const refused: MachineEvaluation[] = [];
      const seed = Number(process.env["TROUPE_NIXOS_SEED"] ?? 1);
      for (let round = 0; machines.length < samples; round++) {
        for (const fragments of fc.sample(fc.array(fragment, { minLength: 1, maxLength: 4 }), {
          numRuns: 100,
          seed: seed + round,
        })) {
          const made = machine(fragments);
          if (made.evaluation.diagnostics().length === 0) machines.push(made);
          else if (isConflicting(made)) refused.push(made);
        }
      }
      const { computed, isRefused } = computedByNix(lib, machines.slice(0, samples), refused.slice(0, samples));
      computed.forEach((each, index) =>
        expect(withoutNftables(withoutNulls(each))).toEqual(computedHere(machines[index]!)),
      );
      expect(isRefused).toEqual(isRefused.map(() => true));
    },
  );
});
