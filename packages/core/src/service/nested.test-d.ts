/** What the compiler finds in nested services. Every `@ts-expect-error` stands beside a twin that is right. */
import { lazy, mkDefault, type ModuleLike, option, t } from "@troupe/modules";
import { describe, expectTypeOf, test } from "vitest";
import { defineService } from "./define-service.ts";
import { nested } from "./nested.ts";
import type { NestedService } from "../model/nested.ts";

const ssh = defineService({
  manifest: { name: "ssh" },
  roles: {
    server: { interface: { port: option(t.port), keys: option(t.attrsOf(t.submodule({ text: option(t.str) }))) } },
    client: {},
  },
});

describe("nested", () => {
  test("checks roles and settings against the nested service", () => {
    expectTypeOf(
      nested(ssh, { server: { settings: { port: 22, keys: { a: { text: "x" } } } }, client: {} }),
    ).toEqualTypeOf<NestedService>();
    nested(ssh, { server: { settings: { port: mkDefault(22), keys: lazy(() => ({})) } }, client: undefined });
    // @ts-expect-error an unknown role
    nested(ssh, { servr: {} });
    // @ts-expect-error an unknown setting
    nested(ssh, { server: { settings: { prt: 22 } } });
    // @ts-expect-error a value of the wrong type
    nested(ssh, { server: { settings: { port: "22" } } });
    // @ts-expect-error an unknown option below attrsOf(submodule)
    nested(ssh, { server: { settings: { keys: { a: { txt: "x" } } } } });
    // @ts-expect-error a typo in what is said of a role
    nested(ssh, { server: { setings: {} } });
    // @ts-expect-error not a service
    nested({ manifest: { name: "ssh" } }, {});
  });

  test("leaves settings of an interface made of modules open", () => {
    const modules: readonly ModuleLike[] = [{ options: { n: option(t.int) } }];
    const open = defineService({ manifest: { name: "open" }, roles: { any: { interface: modules } } });
    nested(open, { any: { settings: { n: 1, m: "x" } } });
    // @ts-expect-error an unknown role
    nested(open, { ay: {} });
  });
});

describe("services of a result", () => {
  test("are nested services, plain or checked, and disturb no inference", () => {
    defineService({
      manifest: { name: "backup" },
      exports: { url: option(t.str) },
      roles: {
        server: {
          interface: { port: option(t.port) },
          perInstance: ({ settings, roles, mkExports }) => {
            expectTypeOf(settings).toEqualTypeOf<{ readonly port: number }>();
            expectTypeOf(roles.client.settings).toEqualTypeOf<{ readonly user: string }>();
            return {
              exports: mkExports({ url: "x" }),
              services: {
                ssh: nested(ssh, { server: { settings: { port: settings.port } } }),
                plain: { service: ssh, roles: { server: { settings: { port: settings.port } }, client: {} } },
                none: undefined,
              },
            };
          },
        },
        client: {
          interface: { user: option(t.str) },
          perInstance: () => ({ services: { ssh: nested(ssh, { client: {} }) } }),
        },
      },
      perMachine: ({ machine }) => ({
        services: { ssh: nested(ssh, machine.roles.includes("server") ? { server: {} } : {}) },
      }),
    });
    defineService({
      manifest: { name: "wrong" },
      roles: {
        // @ts-expect-error not a service
        server: { perInstance: () => ({ services: { ssh: { service: "ssh", roles: {} } } }) },
        // @ts-expect-error no roles
        client: { perInstance: () => ({ services: { ssh: { service: ssh } } }) },
      },
    });
  });
});
