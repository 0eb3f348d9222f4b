/** Random programs: services and an inventory of them, as one would write them in `troupe.ts`. */
import { compileFunction } from "node:vm";
import * as core from "@troupe/core";
import * as modules from "@troupe/modules";
import type { InventorySource } from "@troupe/core";
import type { Choose } from "./choose.ts";
import { inventoryText } from "./inventory.ts";
import { oddJson, oddValue } from "./odd.ts";
import { contractText, serviceText } from "./services.ts";
import { type Entry, object } from "./text.ts";
import { makeWorld } from "./world.ts";

/** What every program may use besides the packages. */
const prelude = `
const shared = {};
const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const cyclic = () => { const self = {}; self.self = self; return self; };
const revoked = () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; };
const endless = (level) => defineService({ manifest: { name: "level" + level }, roles: { r: { perInstance: () => ({ services: { sub: nested(endless(level + 1), { r: {} }) } }) } } });
const deep = (levels) => { let value = 1; while (levels-- > 0) value = { a: value }; return value; };
const deepList = (levels) => { let value = []; while (levels-- > 0) value = [value]; return value; };
`;

const known = { ...modules, ...core };

/** What a program returns. */
export interface Program {
  readonly sources: readonly InventorySource[];
  /** Sources that say the same in another form. */
  readonly same?: readonly InventorySource[];
}

/** The text of a random program. */
export function programText(c: Choose, mostMachines: number): string {
  const world = makeWorld(c, mostMachines);
  const lines = [
    ...world.contracts.map((contract) => `const ${contract.variable} = ${contractText(c, contract)};`),
    ...world.services.map((service) => `const ${service.variable} = ${serviceText(c, world, service)};`),
  ];
  const { services, rest, machines, instances } = inventoryText(c, world);
  const own: readonly Entry[] = [["services", services], ...rest];
  if (world.isJson) {
    const json = c.slip() ? oddJson(c) : `{ "machines": ${machines}, "instances": ${instances} }`;
    lines.push(
      `const own = ${object(own)};`,
      `const json = JSON.parse(${JSON.stringify(json)});`,
      "const inventory = defineInventory({ ...own, json }).instances({});",
      // What JSON says means the same when it is written in TypeScript.
      "const same = isRecord(json?.instances) && defineInventory({ ...own, machines: json.machines }).instances(json.instances);",
      "return { sources: inventorySources(inventory), ...(same && { same: inventorySources(same) }) };",
    );
  } else {
    lines.push(
      `const inventory = defineInventory(${object([...own, ["machines", machines]])}).instances(${instances});`,
    );
    const more = c.slip() ? `, { value: ${oddValue(c)}, site: {} }` : "";
    lines.push(`return { sources: [...inventorySources(inventory)${more}] };`);
  }
  return lines.join("\n");
}

/**
 * Runs a program.
 *
 * @throws what the program throws while it declares things, which is the business of whoever loads it
 */
export function runProgram(text: string): Program {
  const names = Object.keys(known);
  const run = compileFunction(`"use strict";${prelude}${text}`, names, { filename: "random.ts" }) as (
    ...values: readonly unknown[]
  ) => Program;
  return run(...Object.values(known));
}
