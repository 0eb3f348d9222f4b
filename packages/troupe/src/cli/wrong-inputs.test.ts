/**
 * Mistakes in an inventory, each with the whole output of `troupe check`. `wrong-hosts.e2e.test.ts` has those that need
 * hosts.
 */
import { expect, test } from "vitest";
import { testProject } from "../testing/project.ts";
import { commandOutput, errorText } from "./testing/store-project.ts";

test("a project without mistakes", async () => {
  expect(await errorText(`{ service: "store", roles: { server: { machines: ["alice"], settings: { port: 80 } } } }`))
    .toMatchInlineSnapshot(`
    "exit 0
    ✓ 1 machine, 1 service, 1 instance, 1 export: no errors (TIME)"
  `);
});

test("1. a misspelt machine", async () => {
  expect(
    await errorText(`{ service: "store", roles: { server: { machines: { alcie: {} }, settings: { port: 80 } } } }`),
  ).toMatchInlineSnapshot(`
    "exit 1
    error TRP2001  There is no machine "alcie", but role "server" of instance "main" names it.
      at troupe.ts:21:60
        21 │ …rvice: "store", roles: { server: { machines: { alcie: {} }, settings: { port: 80 } } } },
           │                                                 ^
      → Did you mean "alice"?

    1 error"
  `);
});

test("2. a misspelt tag", async () => {
  expect(await errorText(`{ service: "store", roles: { server: { tags: { hoem: {} }, settings: { port: 80 } } } }`))
    .toMatchInlineSnapshot(`
    "exit 1
    error TRP2002  No machine carries the tag "hoem", but role "server" of instance "main" names it. It
      adds no machine to the role.
      at troupe.ts:21:56
        21 │ … { service: "store", roles: { server: { tags: { hoem: {} }, settings: { port: 80 } } } },
           │                                                  ^
      → Did you mean "home"?

    1 error"
  `);
});

test("3. a misspelt role", async () => {
  expect(await errorText(`{ service: "store", roles: { sever: { machines: ["alice"] } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP2003  Instance "main" uses the role "sever", which service "store" does not have.
      at troupe.ts:21:38
        21 │   main: { service: "store", roles: { sever: { machines: ["alice"] } } },
           │                                      ^
      → Did you mean "server"?

    1 error"
  `);
});

test("4. a misspelt service", async () => {
  expect(await errorText(`{ service: "stroe", roles: { server: { machines: ["alice"] } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP2004  Instance "main" uses the service "stroe", which this inventory does not have.
      at troupe.ts:21:11
        21 │   main: { service: "stroe", roles: { server: { machines: ["alice"] } } },
           │           ^
      → Did you mean "store"?

    1 error"
  `);
});

test("5. a misspelt setting", async () => {
  expect(
    await errorText(
      `{ service: "store", roles: { server: { machines: ["alice"], settings: { prot: 80, port: 80 } } } }`,
    ),
  ).toMatchInlineSnapshot(`
      "exit 1
      error TRP1003  There is no option \`instances.main.roles.server.settings.prot\`.
        at troupe.ts:21:81: 80  instance main, role server
          21 │ … "store", roles: { server: { machines: ["alice"], settings: { prot: 80, port: 80 } } } },
             │                                                                ^
        → Did you mean "port"?

      1 error"
    `);
});

test("6. a wrong value of a setting", async () => {
  expect(
    await errorText(
      `{ service: "store", roles: { server: { machines: ["alice"], settings: { port: 80, size: "larg" } } } }`,
    ),
  ).toMatchInlineSnapshot(`
      "exit 1
      error TRP1002  \`instances.main.roles.server.settings.size\` must be one of "small", "large", but is
        "larg".
        at troupe.ts:21:91: "larg"  instance main, role server
          21 │ …ore", roles: { server: { machines: ["alice"], settings: { port: 80, size: "larg" } } } },
             │                                                                      ^
        → Did you mean "large"?

      1 error"
    `);
});

test("7. a misspelt export scope", async () => {
  expect(
    await errorText(
      `{ service: "store", roles: { server: { machines: ["alice"], settings: { port: 80 } }, client: { machines: ["alice"] } } }`,
      { scope: "store:main:sever:" },
    ),
  ).toMatchInlineSnapshot(`
    "exit 1
    error TRP2304  There is no role "sever", but the export scope "store:main:sever:" names it.
      at troupe.ts:12:107  instance main, role client
        12 │ …environment: { etc: { store: { text: exports["store:main:sever:"]?.url ?? "" } } } }) }),
           │                                              ^
      → Did you mean "server"?

    1 error"
  `);
});

test("8. a required setting that is missing", async () => {
  expect(await errorText(`{ service: "store", roles: { server: { machines: ["alice"] } } }`)).toMatchInlineSnapshot(`
    "exit 1
    error TRP1004  \`instances.main.roles.server.settings.port\` has to be set: it has no default.
      at troupe.ts:21:38  instance main, role server
        21 │   main: { service: "store", roles: { server: { machines: ["alice"] } } },
           │                                      ^
      → Set it to a whole number from 0 to 65535.

    1 error"
  `);
});

test("9. two places that set one scalar", async () => {
  expect(
    await errorText(`{
    service: "store",
    roles: {
      server: {
        machines: { alice: { settings: { port: 81 } } },
        settings: { port: 80 },
      },
    },
  }`),
  ).toMatchInlineSnapshot(`
    "exit 1
    error TRP1001  \`instances.main.roles.server.machines.alice.settings.port\` is set to different
      values, and nothing says which of them holds.
      at troupe.ts:26:21: 80  instance main, role server
        26 │         settings: { port: 80 },
           │                     ^
      at troupe.ts:25:42: 81  instance main, role server, machine alice
        25 │         machines: { alice: { settings: { port: 81 } } },
           │                                          ^
      → Keep one of them, or say which one wins: mkForce(81) wins over the others, mkDefault(81) gives
        way to them. Or move the value that is to give way from \`settings\` to \`defaults\`, of the role or
        of a tag.

    1 error"
  `);
});

test("10. a member of a role that has no address", async () => {
  expect(
    await errorText(`{ service: "store", roles: { server: { machines: ["alice"], settings: { port: 80 } } } }`, {
      machines: "alice: {}",
    }),
  ).toMatchInlineSnapshot(`
    "exit 1
    error TRP2105  perInstance of role "server" of service "store" (instance main, machine alice) needs
      the address of machine "alice", which has none.
      at troupe.ts:19:15
        19 │   machines: { alice: {} },
           │               ^
      → Add address: "192.0.2.1" (or deploy: { targetHost: "root@192.0.2.1" }) to machines.alice.

    1 error"
  `);
});

test("11. a circle between the exports of two services", async () => {
  const project = testProject({
    "troupe.ts": `import { defineInventory, defineService, option, t } from "troupe";

const ping = defineService({
  manifest: { name: "ping" },
  exports: { port: option(t.int) },
  roles: { r: { perInstance: ({ exports, mkExports }) => ({ exports: mkExports(() => ({ port: (exports["pong:b:r:"] as { port: number }).port + 1 })) }) } },
});

const pong = defineService({
  manifest: { name: "pong" },
  exports: { port: option(t.int) },
  roles: { r: { perInstance: ({ exports, mkExports }) => ({ exports: mkExports(() => ({ port: (exports["ping:a:r:"] as { port: number }).port + 1 })) }) } },
});

export default defineInventory({ services: { ping, pong }, machines: { alice: {} } }).instances({
  a: { service: "ping", roles: { r: { machines: ["alice"] } } },
  b: { service: "pong", roles: { r: { machines: ["alice"] } } },
});
`,
  });
  expect(commandOutput(await project.troupe(["check"]))).toMatchInlineSnapshot(`
    "exit 1
    error TRP1007  \`exports."ping:a:r:alice"\` depends on itself.
      exports."ping:a:r:alice" needs exports."pong:b:r:alice"
      exports."pong:b:r:alice" needs exports."ping:a:r:alice"
      → Break the loop: one of these values must be computed without the next one.

    1 error"
  `);
});
