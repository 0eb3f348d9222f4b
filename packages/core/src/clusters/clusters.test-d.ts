/**
 * Names and settings in clusters, filters and cluster services are checked against machines, tags, clusters and
 * services.
 */
import { option, t } from "@troupe/modules";
import { describe, expectTypeOf, test } from "vitest";
import {
  all,
  and,
  anyCluster,
  clusterMachines,
  hostname,
  machineClass,
  not,
  or,
  service,
  tag,
  where,
} from "../filters/filter.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
import { defineClusterService } from "./cluster-service.ts";

const web = defineService({
  manifest: { name: "web" },
  roles: { server: { interface: { port: option(t.port, { default: 80 }) } }, hosts: { observed: true } },
});

const inventory = defineInventory({
  meta: { domain: "example.com" },
  services: { web },
  machines: { lone: { tags: ["spare"] } },
  clusters: {
    north: { machines: { db: { tags: ["eu"] }, www: {} }, users: { ann: {} } },
    south: { machines: { db: {} } },
  },
  tags: { office: ["db.north", "lone"] },
});

describe("names", () => {
  test("of machines are short, ids, or qualified", () => {
    inventory.instances({
      a: {
        service: "web",
        roles: {
          server: {
            machines: { lone: {}, "db.north": {}, "db.south.example.com": {}, "lone.example.com": {}, www: {} },
          },
        },
      },
    });
    // @ts-expect-error that cluster has no such machine
    inventory.instances({ a: { service: "web", roles: { server: { machines: { "www.south": {} } } } } });
    // @ts-expect-error neither has that domain
    inventory.instances({ a: { service: "web", roles: { server: { machines: { "www.north.example.org": {} } } } } });
    // @ts-expect-error a tag names machines that exist
    defineInventory({ clusters: { north: { machines: { db: {} } } }, tags: { office: ["dbb"] } });
    // @ts-expect-error a typo in the keys of a cluster
    defineInventory({ clusters: { north: { machnes: { db: {} } } } });
    // @ts-expect-error a typo in the keys of a machine
    defineInventory({ clusters: { north: { machines: { db: { tgs: [] } } } } });
  });

  test("in filters are names of the inventory", () => {
    inventory.instances({
      a: {
        service: "web",
        roles: {
          server: {
            select: [
              { filter: and(tag("eu"), not(hostname("www"))), settings: { port: 8080 } },
              { filter: { clusterMachines: "south" }, defaults: { port: 8081 } },
              { filter: anyCluster(where(({ facts, tags }) => facts["rack"] === "a" && tags.includes("eu"))) },
            ],
          },
          hosts: { select: [{ filter: all() }] },
        },
      },
    });
    const select = <const F>(filter: F) =>
      ({ a: { service: "web", roles: { server: { select: [{ filter }] } } } }) as const;
    inventory.instances(select(tag("eu")));
    // @ts-expect-error a tag that nobody carries
    inventory.instances(select(tag("ue")));
    // @ts-expect-error a machine that does not exist
    inventory.instances(select(hostname("dbb")));
    // @ts-expect-error the same further in
    inventory.instances(select(not(and(tag("eu"), hostname("dbb")))));
    // @ts-expect-error a cluster that does not exist
    inventory.instances(select(clusterMachines("west")));
    // @ts-expect-error a filter that was not called
    inventory.instances(select(clusterMachines));
    inventory.instances({
      // @ts-expect-error a wrong setting
      a: { service: "web", roles: { server: { select: [{ filter: all(), settings: { prt: 1 } }] } } },
    });
  });

  test("of instances and classes in filters are those that there are", () => {
    const asks = <const F>(filter: F) => ({ service: "web", roles: { hosts: { select: [{ filter }] } } }) as const;
    const site = { service: "web" } as const;
    // Instances of the same call and of earlier ones, services, and whatever a cluster may have.
    inventory.instances({
      site,
      a: asks(service("site")),
      b: asks(or(service("web"), not(service("a")))),
      c: asks(service("site.north")),
    });
    inventory
      .instances({ site })
      .clusters({ north: { instances: { own: asks(service("anything")) } } })
      .instances({ a: asks(service("site")), b: asks(machineClass("nixos")) });
    // @ts-expect-error an instance that is not there
    inventory.instances({ site, a: asks(service("siet")) });
    // @ts-expect-error the same further in
    inventory.instances({ site, a: asks(and(all(), not(service("siet")))) });
    // @ts-expect-error without clusters there is nothing behind a dot
    defineInventory({ services: { web } }).instances({ site, a: asks(service("site.north")) });
    const json = { instances: { written: { module: { name: "web" } } } };
    defineInventory({ services: { web }, json }).instances({ a: asks(service("written")) });
    // Names that are not known to the compiler are known to the evaluation.
    const computed: string = "site";
    inventory.instances(Object.fromEntries([[computed, site]]));
    // @ts-expect-error a class that does not exist
    machineClass("linus");
  });

  test("in a cluster are also those of its own machines", () => {
    inventory.clusters({
      north: {
        instances: {
          a: { service: "web", roles: { server: { machines: { www: {}, db: {}, lone: {} }, tags: ["eu"] } } },
        },
      },
    });
    inventory.clusters({
      south: { instances: { a: { service: "web", roles: { server: { machines: ["db", "www.north"] } } } } },
    });
    // @ts-expect-error a cluster that does not exist
    inventory.clusters({ west: {} });
    // @ts-expect-error a service that does not exist
    inventory.clusters({ north: { instances: { a: { service: "wbe" } } } });
    // @ts-expect-error a machine that does not exist
    inventory.clusters({ north: { instances: { a: { service: "web", roles: { server: { machines: ["wwww"] } } } } } });
  });
});

describe("defineClusterService", () => {
  test("hands the definition real arrays of typed annotations", () => {
    const dns = defineClusterService({
      selectors: [clusterMachines()],
      roles: { role1: [clusterMachines()], role2: [hostname("db")] },
      facts: { rack: option(t.str) },
      definition: ({ selectors, roles, this: self }) => {
        expectTypeOf(roles.role2[0]!.ips).toEqualTypeOf<{ readonly [networkInterface: string]: readonly string[] }>();
        expectTypeOf(self.facts.rack).toEqualTypeOf<string>();
        expectTypeOf(selectors.map(({ fqdn }) => fqdn)).toEqualTypeOf<string[]>();
        expectTypeOf(self.clusterName).toEqualTypeOf<string | undefined>();
        // @ts-expect-error a list has no addresses: those are of one of its machines
        void roles.role2.ips;
        // @ts-expect-error addresses are listed by interface
        void roles.role1.map(({ ips }) => ips[0].length);
        // @ts-expect-error a role that is not there
        void roles.role3;
        // @ts-expect-error a fact that the service does not declare
        void self.facts.row;
        return {};
      },
    });
    inventory.clusters({ north: { services: { dns } } });
    inventory.clusters({
      // @ts-expect-error the name of a machine that cluster "south" does not see by that name
      south: { services: { other: defineClusterService({ selectors: [hostname("wwww")], definition: () => ({}) }) } },
    });
    // @ts-expect-error a filter must be called
    defineClusterService({ selectors: [clusterMachines], definition: () => ({}) });
    // @ts-expect-error a name stands in parentheses: two elements are no filter
    defineClusterService({ selectors: [hostname, "host1"], definition: () => ({}) });
  });
});
