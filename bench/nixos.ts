/**
 * One measurement of NixOS: machines that are members of every instance, from the inventory to the text of their flake.
 * Prints JSON.
 */
import {
  defineInventory,
  defineService,
  evaluateInventory,
  inventorySources,
  type MachineEvaluation,
} from "@troupe/core";
import { emitFlake, nixosClass } from "@troupe/nixos";
import { definePackage, system } from "@troupe/vocabulary";
import { prepareEngine } from "../packages/troupe/src/project/engine.ts";

const [machines, instances] = process.argv.slice(2).map(Number) as [number, number];

/** Time of the processor: what else the computer does is not counted. */
const now = (): number => process.cpuUsage().user / 1000;

const echo = definePackage({ debian: "coreutils", nixpkgs: "coreutils" });
const service = defineService({
  manifest: { name: "echo" },
  roles: {
    member: {
      perInstance: ({ instanceName, machine }) => ({
        module: system({
          environment: {
            systemPackages: [echo],
            etc: { [`${instanceName}.conf`]: { text: `name ${machine.name}\nport 80\n` } },
          },
          systemd: {
            services: {
              [instanceName]: {
                description: `Echo on ${machine.name}`,
                wantedBy: ["multi-user.target"],
                serviceConfig: { ExecStart: `${echo.bin("echo")} ${instanceName}`, Restart: "always" },
              },
            },
          },
        }),
      }),
    },
  },
});
const names = Array.from({ length: machines }, (_, index) => `machine-${index}`);
const uses = Array.from({ length: instances }, (_, index) => [
  `echo-${index}`,
  { service: "echo", roles: { member: { tags: ["all"] } } },
]);
const inventory = defineInventory({
  services: { echo: service },
  machines: Object.fromEntries(names.map((name) => [name, {}])),
  // oxlint-disable-next-line typescript/no-explicit-any -- names that are not known
}).instances(Object.fromEntries(uses) as any);

// As the command does.
prepareEngine(inventorySources(inventory));
const began = now();
let evaluateMs = 0;
/** The machines; all that is evaluated is, before they are handed on. */
function* evaluations(): Iterable<MachineEvaluation> {
  let before = now();
  for (const machine of evaluateInventory(inventory, { classes: [nixosClass] }).eachMachine()) {
    machine.evaluation.diagnostics();
    evaluateMs += now() - before;
    yield machine;
    before = now();
  }
  evaluateMs += now() - before;
}
const { files } = emitFlake({ name: "bench", machines: evaluations() });
const emitMs = now() - began - evaluateMs;
let bytes = 0;
for (const text of files.values()) bytes += text.length;
console.log(
  JSON.stringify({ evaluateMs, emitMs, files: files.size, peakMiB: process.resourceUsage().maxRSS / 1024, bytes }),
);
