/**
 * Beside a machine `web.north`, a machine `web` in no cluster could be named by nothing but its qualified name: its own
 * id was ambiguous.
 */
import {
  all,
  anyCluster,
  clusterMachines,
  defineClusterService,
  defineInventory,
  defineService,
  tag,
} from "@troupe/core";
import { expect, test } from "vitest";
import { evaluate } from "./evaluate.ts";

test("an id is its machine's own name, whatever other machines are called for short", () => {
  const group = defineService({ manifest: { name: "group" }, roles: { member: {} } });
  const seen = defineClusterService({
    selectors: [clusterMachines()],
    roles: { hosts: [anyCluster(all())], tagged: [anyCluster(tag("own"))] },
    definition: ({ roles }) => ({ lines: [...roles.hosts, ...roles.tagged].map(({ fqdn }) => fqdn) }),
  });
  const evaluated = evaluate(
    defineInventory({
      services: { group },
      machines: { web: {} },
      clusters: { north: { machines: { web: {} }, services: { seen } } },
      tags: { own: ["web"] },
    }).instances({ g: { service: "group", roles: { member: { machines: ["web"] } } } }),
  );
  expect(evaluated.diagnostics()).toEqual([]);
  expect(
    evaluated.inventory.services.find(({ name }) => name === "group")?.instances[0]?.roles.get("member")?.members,
  ).toEqual(["web"]);
  expect([
    ...(evaluated.machine("web.north").evaluation.config as { readonly lines: readonly string[] }).lines,
  ]).toEqual(["web.internal", "web.north.internal", "web.internal"]);
});
