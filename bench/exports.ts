/**
 * What it costs that every machine reads what every machine exports, in each of the ways that there are: prints JSON.
 */
import {
  defineInventory,
  defineService,
  evaluateInventory,
  inventorySources,
  type MachineClass,
  selectExports,
} from "@troupe/core";
import { force, option, t } from "@troupe/modules";
import { prepareEngine } from "../packages/troupe/src/project/engine.ts";

const machines = Number(process.argv[2]);
const names = Array.from({ length: machines }, (_, number) => `m${number}`);
const fields = { address: option(t.str) };

interface Exported {
  readonly address: string;
}
interface Exports {
  readonly [key: `${string}:${string}:${string}:${string}`]: Exported;
  select(pattern: { readonly roleName: "peer" }): readonly { readonly value: Exported }[];
}

const ways: { readonly [figure: string]: (exports: Exports) => readonly Exported[] } = {
  selectMs: (exports) => exports.select({ roleName: "peer" }).map(({ value }) => value),
  selectExportsMs: (exports) => Object.values(selectExports({ serviceName: "vpn", roleName: "peer" }, exports)),
  byKeyMs: (exports) => names.map((name) => exports[`vpn:home:peer:${name}`]!),
};

const classes: readonly MachineClass[] = [
  { name: "linux", result: "linuxModule", modules: [{ options: { peers: option(t.listOf(t.str)) } }] },
];

/** The time until every machine knows the addresses of all, in milliseconds. */
function timeOf(read: (exports: Exports) => readonly Exported[]): number {
  const vpn = defineService({
    manifest: { name: "vpn" },
    exports: fields,
    roles: {
      peer: {
        perInstance: ({ machine, exports, mkExports }) => ({
          exports: mkExports({ address: `address of ${machine.name}` }),
          module: () => ({ peers: read(exports as unknown as Exports).map(({ address }) => address) }),
        }),
      },
    },
  });
  const inventory = defineInventory({
    services: { vpn },
    machines: Object.fromEntries(names.map((name) => [name, {}])),
  }).instances({ home: { service: "vpn", roles: { peer: { tags: ["all"] } } } });
  // As the command does.
  prepareEngine(inventorySources(inventory));
  const began = performance.now();
  for (const { evaluation } of evaluateInventory(inventory, { classes }).eachMachine()) force(evaluation.config);
  return performance.now() - began;
}

const figures = Object.entries(ways).map(([figure, read]) => [figure, timeOf(read)]);
console.log(JSON.stringify({ ...Object.fromEntries(figures), peakMiB: process.resourceUsage().maxRSS / 1024 }));
