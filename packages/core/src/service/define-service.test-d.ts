/**
 * The types that `defineService` infers, and the mistakes it finds. Every `@ts-expect-error` stands beside a twin that
 * is right.
 */
import { mkDefault, type ModuleLike, option, t } from "@troupe/modules";
import { describe, expectTypeOf, test } from "vitest";
import { defineExports } from "../exports/contract.ts";
import { selectExports } from "../exports/selection.ts";
import type { AnyRoleDefinition, AnyServiceDefinition, RoleDefinition, ServiceDefinition } from "../model/service.ts";
import { defineService } from "./define-service.ts";

const endpoint = defineExports("endpoint", { url: option(t.str) });
const zones = defineExports("zones", { zone: option(t.str), records: option(t.attrsOf(t.str)) });

describe("defineService", () => {
  test("settings, roles and exports are inferred from the definition", () => {
    defineService({
      manifest: { name: "kv" },
      exports: { url: option(t.str), leader: option(t.bool, { default: false }) },
      roles: {
        primary: {
          interface: {
            port: option(t.port, { default: 6379 }),
            acl: option(t.attrsOf(t.submodule({ keys: option(t.listOf(t.str)) }))),
          },
          perInstance: ({ settings, machine, roles, mkExports, exports }) => {
            expectTypeOf(settings.port).toEqualTypeOf<number>();
            expectTypeOf(settings.acl).toEqualTypeOf<{
              readonly [name: string]: { readonly keys: readonly string[] };
            }>();
            expectTypeOf(machine.roles).toEqualTypeOf<readonly ("primary" | "replica")[]>();
            expectTypeOf(roles.replica.settings).toEqualTypeOf<{}>();
            // @ts-expect-error a typo in the own settings
            void settings.prt;
            // @ts-expect-error a typo in a role's name
            void roles.replca;
            // @ts-expect-error evaluated settings are read-only
            settings.port = 1;
            // @ts-expect-error a typo in the exports
            mkExports({ ulr: "x", leader: true });
            // @ts-expect-error a value of the wrong type
            mkExports({ url: 7 });
            mkExports(() => ({ url: `tcp://${machine.address}:${settings.port}`, leader: mkDefault(true) }));
            expectTypeOf(exports.get({ instanceName: "x", roleName: "primary" })).toEqualTypeOf<
              { readonly url: string; readonly leader: boolean } | undefined
            >();
            // @ts-expect-error a typo in a role of a scope
            exports.get({ roleName: "primry" });
            return { exports: mkExports({ url: "x" }) };
          },
        },
        replica: {
          perInstance: ({ exports, roles, instanceName }) => {
            expectTypeOf(roles.primary.machines["x"]!.settings.port).toEqualTypeOf<number>();
            // @ts-expect-error a machine may not be a member
            void roles.primary.machines["x"].settings;
            const primary = exports[`kv:${instanceName}:primary:`];
            expectTypeOf(primary).toEqualTypeOf<{ readonly url: string; readonly leader: boolean } | undefined>();
            expectTypeOf(exports["dns:lan:server:"]).toEqualTypeOf<unknown>();
            return { module: {} };
          },
        },
      },
    });
  });

  test("contracts type what other services export", () => {
    defineService({
      manifest: { name: "dns" },
      exports: zones,
      roles: {
        server: {
          perInstance: ({ exports, mkExports }) => {
            const urls = exports.from(endpoint);
            expectTypeOf(urls[0]!.value.url).toEqualTypeOf<string>();
            // @ts-expect-error not a field of the contract
            void urls[0]!.value.zone;
            return { exports: mkExports({ zone: "lan", records: {} }) };
          },
        },
      },
    });
  });

  test("a provided contract stands under its name beside the own fields", () => {
    defineService({
      manifest: { name: "web" },
      exports: { port: option(t.port) },
      provides: [endpoint],
      roles: {
        server: {
          perInstance: ({ mkExports, exports }) => {
            // @ts-expect-error a typo in the contract's field
            mkExports({ port: 80, endpoint: { ulr: "x" } });
            expectTypeOf(exports.get({})!.endpoint).toEqualTypeOf<{ readonly url: string } | null>();
            return { exports: mkExports({ port: 80, endpoint: { url: "http://x" } }) };
          },
        },
      },
    });
  });

  test("a service that declares no exports may export any JSON value, read as unknown", () => {
    defineService({
      manifest: { name: "free" },
      roles: {
        peer: {
          perInstance: ({ mkExports, exports }) => {
            expectTypeOf(exports.get({})).toEqualTypeOf<unknown>();
            return { exports: mkExports({ anything: ["goes"] }) };
          },
        },
      },
    });
  });

  test("an interface made of modules has settings whose names the compiler does not know", () => {
    const modules: readonly ModuleLike[] = [
      { options: { n: option(t.int) } },
      ({ meta, config }) => ({ options: { host: option(t.str, { default: `${meta.domain} ${config.n}` }) } }),
    ];
    defineService({
      manifest: { name: "open" },
      roles: {
        peer: {
          interface: modules,
          perInstance: ({ settings, roles, extendSettings }) => {
            expectTypeOf(settings["n"]).toBeAny();
            expectTypeOf(roles.peer.machines["x"]!.settings["anything"]).toBeAny();
            extendSettings({ n: mkDefault(1) });
            return {};
          },
        },
        // @ts-expect-error not modules
        server: { interface: [5] },
        client: {
          interface: { n: option(t.int) },
          perInstance: ({ settings }) => (expectTypeOf(settings.n).toEqualTypeOf<number>(), {}),
        },
      },
    });
  });

  test("settings are extended by definitions of the same options, or by modules", () => {
    defineService({
      manifest: { name: "extends" },
      roles: {
        peer: {
          interface: { port: option(t.port), name: option(t.str, { default: "" }) },
          perInstance: ({ extendSettings }) => {
            expectTypeOf(extendSettings({ port: mkDefault(80) })).toEqualTypeOf<{
              readonly port: number;
              readonly name: string;
            }>();
            expectTypeOf(extendSettings([{ options: { more: option(t.str) } }])["more"]).toBeAny();
            // @ts-expect-error a value of the wrong type
            extendSettings({ port: "80" });
            // @ts-expect-error a typo in an option
            extendSettings({ prt: 80 });
            return {};
          },
        },
      },
    });
  });

  test("exports are a record of scopes, to select from", () => {
    defineService({
      manifest: { name: "kv" },
      exports: { url: option(t.str) },
      roles: {
        peer: {
          perInstance: ({ exports }) => ({
            module: () => ({ names: Object.keys(selectExports({ serviceName: "kv" }, exports)) }),
          }),
        },
      },
    });
    expectTypeOf(selectExports({}, { "a:::": 1, "b:::": 2 })).toEqualTypeOf<{ readonly [key: string]: number }>();
  });

  test("a contract made of modules has values whose names the compiler does not know", () => {
    const open = defineExports("open", [{ options: { url: option(t.str) } }]);
    defineService({
      manifest: { name: "web" },
      provides: [open],
      roles: {
        peer: {
          perInstance: ({ exports, mkExports }) => {
            expectTypeOf(exports.from(open)[0]!.value["url"]).toBeAny();
            return { exports: mkExports({ open: { url: "x" } }) };
          },
        },
      },
    });
  });

  test("mistakes in the definition itself", () => {
    // @ts-expect-error an interface holds options
    defineService({ manifest: { name: "x" }, roles: { client: { interface: { n: 5 } } } });
    defineService({ manifest: { name: "x" }, roles: { client: { interface: { n: option(t.int) } } } });
    // @ts-expect-error a typo in a role's keys
    defineService({ manifest: { name: "x" }, roles: { client: { interfce: {} } } });
    defineService({
      // @ts-expect-error a constraint on a role that is not there
      manifest: { name: "x", constraints: { roles: { clint: { minMachines: 1 } } } },
      roles: { client: { interface: { n: option(t.int) } } },
    });
  });
});

test("the erased definition, which the evaluation checks, has the keys of the typed one", () => {
  expectTypeOf<keyof AnyServiceDefinition>().toEqualTypeOf<
    keyof ServiceDefinition<string, unknown, unknown, [], never>
  >();
  expectTypeOf<keyof AnyRoleDefinition>().toEqualTypeOf<
    keyof RoleDefinition<string, unknown, unknown, string, unknown>
  >();
});
