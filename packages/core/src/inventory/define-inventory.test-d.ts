/** Names and settings in an inventory are checked against its machines, tags and services. */
import { lazy, mkDefault, mkForce, mkIf, option, t } from "@troupe/modules";
import { describe, expectTypeOf, test } from "vitest";
import { defineService } from "../service/define-service.ts";
import { defineInventory } from "./define-inventory.ts";
import type { Inventory } from "../model/inventory-definition.ts";

const backup = defineService({
  manifest: { name: "backup" },
  roles: {
    server: { interface: { directory: option(t.path), compression: option(t.enum(["lz4", "zstd", "none"])) } },
    client: {
      interface: {
        exclude: option(t.listOf(t.str)),
        retention: { daily: option(t.int, { default: 7 }), weekly: option(t.int, { default: 4 }) },
        destinations: option(t.attrsOf(t.submodule({ repo: option(t.str) }))),
      },
    },
  },
});
const vpn = defineService({ manifest: { name: "vpn" }, roles: { peer: {} } });

const inventory = defineInventory({
  services: { backup, vpn },
  machines: { jon: { tags: ["laptop", "eu"] }, sara: { tags: ["server"], deploy: { targetHost: "root@sara" } } },
  tags: { spare: [] },
});

describe("instances", () => {
  test("a right inventory is accepted", () => {
    const complete = inventory.instances({
      nightly: {
        service: "backup",
        roles: {
          server: { machines: { sara: { settings: { directory: "/srv", compression: "lz4" } } } },
          client: {
            settings: { exclude: ["*.pyc"], retention: { weekly: mkDefault(4) } },
            defaults: { retention: { daily: 3 } },
            tags: { laptop: {}, spare: {}, all: { settings: { retention: { daily: mkForce(3) } } } },
            machines: {
              jon: { settings: { destinations: { sara: { repo: "borg@sara:." } }, exclude: lazy(() => ["x"]) } },
            },
          },
        },
      },
      mesh: { service: "vpn", roles: { peer: { tags: ["all"], machines: ["sara"] } } },
    });
    expectTypeOf(complete).toExtend<Inventory<"jon" | "sara">>();
  });

  test("a wrong inventory is an error in the editor", () => {
    // @ts-expect-error an unknown service
    inventory.instances({ n: { service: "bakup", roles: {} } });
    // @ts-expect-error an unknown role
    inventory.instances({ n: { service: "backup", roles: { servr: {} } } });
    // @ts-expect-error an unknown machine
    inventory.instances({ n: { service: "backup", roles: { server: { machines: { sra: {} } } } } });
    // @ts-expect-error an unknown machine in the short form
    inventory.instances({ n: { service: "vpn", roles: { peer: { machines: ["sra"] } } } });
    // @ts-expect-error an unknown tag
    inventory.instances({ n: { service: "backup", roles: { server: { tags: { labtop: {} } } } } });
    // @ts-expect-error an unknown setting
    inventory.instances({ n: { service: "backup", roles: { client: { settings: { exclde: [] } } } } });
    // @ts-expect-error a value that the enumeration does not have
    inventory.instances({ n: { service: "backup", roles: { server: { settings: { compression: "zst" } } } } });
    // @ts-expect-error an element of the wrong type
    inventory.instances({ n: { service: "backup", roles: { client: { settings: { exclude: [1] } } } } });
    // @ts-expect-error null where the option is not nullable
    inventory.instances({ n: { service: "backup", roles: { server: { settings: { directory: null } } } } });
    inventory.instances({
      // @ts-expect-error an unknown option below attrsOf(submodule)
      n: { service: "backup", roles: { client: { settings: { destinations: { a: { rpo: "" } } } } } },
    });
    inventory.instances({
      // @ts-expect-error the wrong type inside a wrapper
      n: { service: "backup", roles: { client: { settings: { retention: { daily: mkDefault("4") } } } } },
    });
    inventory.instances({
      // @ts-expect-error a typo next to a right key inside a wrapper
      n: { service: "backup", roles: { client: { settings: mkIf(true, { exclude: [], retntion: {} }) } } },
    });
    // @ts-expect-error another role's option
    inventory.instances({ n: { service: "backup", roles: { server: { settings: { exclude: [] } } } } });
    // @ts-expect-error a typo in defaults
    inventory.instances({ n: { service: "backup", roles: { server: { defaults: { compresion: "lz4" } } } } });
  });

  test("settings of an interface made of modules are open, those of other roles are not", () => {
    const open = defineService({
      manifest: { name: "open" },
      roles: { any: { interface: [{ options: { n: option(t.int) } }] }, one: { interface: { n: option(t.int) } } },
    });
    const builder = defineInventory({ services: { open }, machines: { jon: {} } });
    builder.instances({
      i: { service: "open", roles: { any: { settings: { n: 1, m: "x" } }, one: { settings: { n: 1 } } } },
    });
    // @ts-expect-error an unknown setting
    builder.instances({ i: { service: "open", roles: { one: { settings: { m: 1 } } } } });
  });

  test("a role takes more modules for its members", () => {
    inventory.instances({
      mesh: {
        service: "vpn",
        roles: { peer: { extraModules: [{ any: "thing" }, ({ config }) => ({ other: config.any })] } },
      },
    });
    // @ts-expect-error neither definitions nor a function
    inventory.instances({ mesh: { service: "vpn", roles: { peer: { extraModules: ["x.nix"] } } } });
  });

  test("an imported inventory.json makes its machines and tags known", () => {
    const json = { machines: { carol: { tags: ["eu"] } }, tags: { office: ["carol"] } };
    const both = defineInventory({ services: { vpn }, machines: { jon: {} }, json });
    both.instances({
      mesh: { service: "vpn", roles: { peer: { machines: { carol: {}, jon: {} }, tags: { office: {} } } } },
    });
    // @ts-expect-error neither has this machine
    both.instances({ mesh: { service: "vpn", roles: { peer: { machines: { carl: {} } } } } });
  });
});
