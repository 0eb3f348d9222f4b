/** Core's types in a program without any platform: no class is declared, so any class and its keys are accepted. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const settings = {
  extends: join(root, "packages/troupe/tsconfig.base.json"),
  compilerOptions: { customConditions: ["troupe-source"], types: ["node"] },
  include: ["*.ts"],
};

/** What the compiler finds wrong with a source text. */
function errorsIn(source: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "troupe-core-alone-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "program.ts"), source);
  const args = ["-p", folder, "--pretty", "false"];
  const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...args], {
    encoding: "utf8",
  });
  return stdout.split("\n").filter((line) => line.includes("error TS"));
}

const program = `import {
  all, type ClusterServiceContext, defineClusterService, defineInventory, defineService, evaluateInventory, machineClass,
} from "@troupe/core";
import { option, t } from "@troupe/modules";
const s = defineService({
  manifest: { name: "s" },
  roles: { r: { interface: { port: option(t.port) }, perInstance: ({ settings }) => ({ toyModule: { port: settings.port.toFixed() } }) } },
});
const c = defineClusterService({ selectors: [all()], definition: () => ({}), toyDefinition: ({ this: { fqdn } }) => ({ fqdn }) });
const inventory = defineInventory({
  services: { s },
  machines: { alice: { class: "toy" } },
  clusters: { north: { machines: { bob: {} }, services: { c } } },
}).instances({
  s: { service: "s", roles: { r: { select: [{ filter: machineClass("toy"), settings: { port: 80 } }] } } },
});
evaluateInventory(inventory, { classes: [{ name: "toy", result: "toyModule", definition: "toyDefinition", modules: [] }] });
`;

test("a program without platforms may use any class of machines", () => {
  expect(errorsIn(program)).toEqual([]);
});

test("a program that declares a class may use that class alone", () => {
  const declaration = `declare module "@troupe/core" {
  interface MachineClasses { readonly toy: unknown }
  interface ClassResults { readonly toyModule?: { readonly port: string } }
  interface ClassDefinitions<R, F> { readonly toyDefinition?: (context: ClusterServiceContext<R, F>) => object }
}
`;
  expect(errorsIn(program + declaration)).toEqual([]);
  const others = program
    .replaceAll("toyModule: {", "otherModule: {")
    .replaceAll("toyDefinition: (", "otherDefinition: (");
  const errors = errorsIn(others + declaration).join("\n");
  expect(errors).toContain("{ otherModule: { port: string; }; }' is not assignable");
  expect(errors).toContain("'otherDefinition' does not exist");
});
