/**
 * Interchange with Clan: a written inventory means the same to clan-core, and the same when Troupe reads it back.
 * TROUPE_NIXOS_SAMPLES is the number of random inventories.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineInventory, defineService, type Evaluated, evaluateInventory, type InventorySource } from "@troupe/core";
import { lazy, mkBefore, mkDefault, mkForce, mkIf, mkMerge, option, t } from "@troupe/modules";
import { darwinClass, fromClan, nixosClass, printClan, toClan } from "@troupe/nixos";
import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateNix } from "../../packages/nixos/src/testing/nix.ts";
import { describeWithCheckouts } from "./suites.ts";

const role = {
  interface: {
    port: option(t.port, { default: 80 }),
    names: option(t.listOf(t.str)),
    deep: { a: option(t.nullOr(t.int), { default: null }), b: option(t.attrsOf(t.int)) },
    config: option(t.str, { default: "x" }),
  },
  // oxlint-disable-next-line typescript/no-explicit-any -- any settings, exported unchanged
  perInstance: ({ settings, mkExports }: any) => ({ exports: mkExports(settings) }),
};
const web = (name: string) => defineService({ manifest: { name }, roles: { server: role, client: role } });
const services = {
  services: { web: web("web") },
  inputs: { std: { web: web("std-web") }, "clan-core": { web: web("core-web") } },
};

/** The number of random inventories. Each is a whole clan, so the number is limited. */
const samples = Math.min(100, Number(process.env["TROUPE_NIXOS_SAMPLES"] ?? 10));
const classes = [nixosClass, darwinClass];
const evaluate = (...values: readonly unknown[]): Evaluated =>
  evaluateInventory(
    [services, ...values].map((value): InventorySource => ({ value, site: {} })),
    { classes },
  );

/** Returns the settings of all members by service, role, instance and machine, with the names of Clan. */
function settingsOf({ inventory, exports }: Evaluated): object {
  const settings: { [service: string]: { [role: string]: { [instance: string]: object } } } = {};
  for (const { id, name: service, instances } of inventory.services) {
    const ofService = (settings[id.replace("clan-core/", "<clan-core>/").replace("/", "-")] = {
      client: {},
      server: {},
    } as never);
    for (const { name: instance, roles } of instances)
      for (const [role, { members }] of roles)
        (ofService as (typeof settings)[string])[role]![instance] = Object.fromEntries(
          members.map((machine) => [machine, exports.value(`${service}:${instance}:${role}:${machine}`)]),
        );
  }
  return JSON.parse(JSON.stringify(settings)) as object;
}

/** Names in random inventories, whose parts all have words in Clan. */
const machineNames = ["alice", "bob", "carol"];
const tags = ["eu", "us"];
const some = <T>(values: fc.Arbitrary<T>, names: readonly string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...names))
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, values])), { noNullPrototype: true }));
const wrapped = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 5, arbitrary: value },
    { weight: 1, arbitrary: value.map((each) => mkForce<unknown>(each)) },
    { weight: 1, arbitrary: value.map((each) => mkDefault<unknown>(each)) },
    { weight: 1, arbitrary: value.map((each) => lazy(() => each)) },
    { weight: 1, arbitrary: fc.tuple(fc.boolean(), value).map(([condition, each]) => mkIf<unknown>(condition, each)) },
  );
const number = fc.constantFrom(80, 443);
const settings = fc.record(
  {
    port: wrapped(number),
    names: fc.oneof(
      wrapped(fc.array(fc.constantFrom("a", "b"))),
      fc.constant(mkBefore<unknown>(["first"])),
      fc.constant(mkMerge<unknown>([["a"], ["b"]])),
    ),
    deep: wrapped(
      fc.record({ a: wrapped(fc.constantFrom(null, 1)), b: some(wrapped(number), ["x", "y"]) }, { requiredKeys: [] }),
    ),
    config: wrapped(fc.constantFrom("y", "z")),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const place = fc.record({ settings }, { requiredKeys: [], noNullPrototype: true });
const placeWithDefaults = fc.record({ settings, defaults: settings }, { requiredKeys: [], noNullPrototype: true });
const instance = fc
  .tuple(
    fc.constantFrom(
      { service: "web" },
      { module: { name: "web", input: "std" } },
      { module: { name: "web", input: "clan-core" } },
    ),
    some(
      fc
        .tuple(
          placeWithDefaults,
          fc.record(
            {
              machines: some(place, machineNames),
              tags: fc.oneof(some(placeWithDefaults, [...tags, "all"]), fc.constant(["eu", "darwin"])),
            },
            { requiredKeys: [], noNullPrototype: true },
          ),
        )
        .map(([own, members]) => ({ ...own, ...members })),
      ["server", "client"],
    ),
  )
  .map(([service, roles]) => ({ ...service, roles }));
const inventory = fc
  .tuple(
    fc.tuple(
      ...machineNames.map(() =>
        fc.record(
          {
            class: fc.constantFrom("nixos", "darwin"),
            tags: fc.subarray(tags),
            description: fc.constant("A machine"),
            deploy: fc.constantFrom({ targetHost: "root@192.0.2.1" }, { targetHost: "ann@[2001:db8::1]:2222" }),
          },
          { requiredKeys: ["class"], noNullPrototype: true },
        ),
      ),
    ),
    some(instance, ["a", "b", "c"]),
    fc.subarray(machineNames),
  )
  .map(([machines, instances, europeans]) => ({
    meta: { name: "home", domain: "home.arpa" },
    machines: Object.fromEntries(machines.map((machine, index) => [machineNames[index], machine])),
    tags: { eu: europeans, us: [] },
    instances,
  }));

/** True for an inventory without conflicts. Conflicting settings have no value to compare. */
const isSound = (evaluated: Evaluated): boolean => evaluated.diagnostics(new Set()).length === 0;

it("an inventory written for Clan means the same when it is read back", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(inventory, (written) => {
      const first = evaluate(written);
      fc.pre(isSound(first));
      const told = toClan(first.inventory);
      expect(told.diagnostics).toEqual([]);
      const read = fromClan(JSON.parse(JSON.stringify(told.inventory)));
      expect(read.diagnostics).toEqual([]);
      const second = evaluate(read.inventory);
      expect(settingsOf(second)).toEqual(settingsOf(first));
      expect(toClan(second.inventory).inventory).toEqual(told.inventory);
    }),
    { numRuns: 3 * samples },
  );
});

it("toClan writes instances whose names the compiler knows", () => {
  const inventory = defineInventory({
    services: { web: web("web") },
    machines: { alice: { class: "nixos" } },
  }).instances({
    a: { service: "web", roles: { server: { machines: ["alice"] } } },
  });
  expect(toClan(evaluateInventory(inventory, { classes }).inventory).inventory.instances).toEqual({
    a: { module: { name: "web", input: "self" }, roles: { server: { machines: { alice: {} } } } },
  });
});

describeWithCheckouts("clan-core", ["NIXPKGS_LIB", "CLAN_CORE"], (lib, clanCore) => {
  interface Computed {
    readonly inventory: object;
    readonly settings: object;
  }
  const computedByClan = (folders: readonly { readonly [file: string]: string }[]): readonly Computed[] =>
    evaluateNix({
      ...Object.assign(
        {},
        ...folders.map((files, index) =>
          Object.fromEntries(Object.entries(files).map(([file, text]) => [`${index}/${file}`, text])),
        ),
      ),
      "clan.nix": readFileSync(join(import.meta.dirname, "clan.nix"), "utf8"),
      "default.nix": `import ./clan.nix { lib = import ${lib}/lib; clan-core = ${clanCore}; folders = [ ${folders.map((_, index) => `./${index}`).join(" ")} ]; }`,
    }) as readonly Computed[];

  it(`computes the same settings for ${samples} random inventories, as JSON and as Nix`, { timeout: 600_000 }, () => {
    const sound: Evaluated[] = [];
    for (let seed = 1; sound.length < samples; seed++) {
      for (const written of fc.sample(inventory, { numRuns: 100, seed })) {
        const evaluated = evaluate(written);
        if (sound.length < samples && isSound(evaluated)) sound.push(evaluated);
      }
    }
    const told = sound.map(({ inventory }) => toClan(inventory).inventory);
    const asJson = computedByClan(told.map((each) => ({ "inventory.json": JSON.stringify(each) })));
    const asNix = computedByClan(told.map((each) => ({ "clan.nix": printClan(each) })));
    sound.forEach((evaluated, index) => {
      expect(asJson[index]!.settings).toEqual(settingsOf(evaluated));
      expect(asNix[index]!.settings).toEqual(settingsOf(evaluated));
      // The inventory that clan-core serializes is read as well, with everything that Clan adds.
      const { inventory, diagnostics } = fromClan(asJson[index]!.inventory);
      expect(diagnostics).toEqual([]);
      expect(settingsOf(evaluate(inventory))).toEqual(settingsOf(evaluated));
      expect(toClan(evaluate(inventory).inventory).inventory.machines).toEqual(told[index]!.machines);
    });
  });
});
