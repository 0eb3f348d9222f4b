import { describe, expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";
import { explain } from "../testing/explained-project.ts";

describe("troupe explain SERVICE:INSTANCE:ROLE:MACHINE", () => {
  test("shows the definitions of exports", async () => {
    expect(await explain("web:site:server:alice", "url")).toMatchInlineSnapshot(`
      "exit 0
      export "web:site:server:alice": url
        (a string)
        "http://192.0.2.1:81"

      Definitions
        wins, plain (100), perInstance of role "server" of service "web" (instance site, machine alice),
          exports
          at troupe.ts:11:39
            11 │         return { exports: mkExports({ url }), module: { environment: { etc: { "web.conf"…
               │                                       ^

      Where it comes from
        instance site, role server, on alice
          because the role names alice
            at troupe.ts:40:21 │ machines: { alice: { settings: { names: ["a"] } } },
          because the role names the tag big, which alice carries
            at troupe.ts:41:17 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
            at troupe.ts:27:14 │ tags: ["big"],
          with the settings
            port = 81 (defaults of a tag)
              at troupe.ts:41:36 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
            names = ["b", "a"]
              at troupe.ts:41:60 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
              at troupe.ts:40:42 │ machines: { alice: { settings: { names: ["a"] } } },
          with the address of alice, 192.0.2.1
            at troupe.ts:26:7 │ address: "192.0.2.1","
    `);
    expect(await explain("web:site:server:alice")).toMatchInlineSnapshot(`
      "exit 0
      export "web:site:server:alice"

      Values
        url = "http://192.0.2.1:81"
          at troupe.ts:11:39 │ url }), module: { environment: { etc: { "web.conf": { text: mkDefault(url)…
        weight = 1 (default of the option)
          at troupe.ts:5:58 │ exports: { url: option(t.str), weight: option(t.int, { default: 1 }) },

      Where it comes from
        instance site, role server, on alice
          because the role names alice
            at troupe.ts:40:21 │ machines: { alice: { settings: { names: ["a"] } } },
          because the role names the tag big, which alice carries
            at troupe.ts:41:17 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
            at troupe.ts:27:14 │ tags: ["big"],
          with the settings
            port = 81 (defaults of a tag)
              at troupe.ts:41:36 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
            names = ["b", "a"]
              at troupe.ts:41:60 │ tags: { big: { defaults: { port: 81 }, settings: { names: ["b"] } } },
              at troupe.ts:40:42 │ machines: { alice: { settings: { names: ["a"] } } },
          with the address of alice, 192.0.2.1
            at troupe.ts:26:7 │ address: "192.0.2.1","
    `);
  });
});

test("explain shows exports of the inventory, and exports wider than a machine", async () => {
  const project = testProject({
    "troupe.ts": `import { defineExports, defineInventory, defineService, mkForce, option, system, t } from "troupe";
const endpoint = defineExports("endpoint", { url: option(t.str) });
const dns = defineService({
  manifest: { name: "dns" },
  provides: [endpoint],
  roles: { server: { perInstance: ({ mkExports }) => ({ exports: mkExports({ endpoint: { url: "wide" } }, { scope: "service" }) }) } },
  perMachine: ({ machine, exports, mkExports }) => ({
    exports: mkExports({ endpoint: { url: machine.name } }),
    module: () => system({ environment: { etc: { dns: { text: exports.from(endpoint).map(({ value }) => value.url).join(" ") } } } }),
  }),
});
export default defineInventory({
  services: { dns },
  machines: { a: {}, b: {} },
  exports: { ":::": { x: 1 }, "dns:::b": { endpoint: { url: mkForce("forced") } } },
}).instances({ i: { service: "dns", roles: { server: { machines: ["a", "b"] } } } });
`,
  });
  const told = [];
  for (const args of [
    ["a", "environment.etc.dns.text"],
    ["dns:::b", "endpoint.url"],
    [":::", "x"],
  ])
    told.push((await project.troupe(["explain", ...args])).stdout);
  expect(told.join("\n\n\n")).toMatchInlineSnapshot(`
    "a: environment.etc.dns.text
      "wide a forced"

    Definitions
      loses, default of the option (1500):
        null
      wins, plain (100), service dns, perMachine
        at troupe.ts:9:57
           9 │ …nvironment: { etc: { dns: { text: exports.from(endpoint).map(({ value }) => value.url).…
             │                              ^

    Where it comes from
      service dns, perMachine, on a
        because role server of instance i names a
          at troupe.ts:16:67 │ "a", "b"] } } } });
        which has read these exports (known of the call, not of each value):
          dns:::
            endpoint = { url: "wide" }
              at troupe.ts:6:78 │ endpoint: { url: "wide" } }, { scope: "service" }) }) } },
            written by instance i, role server, on b
              because the role names b
                at troupe.ts:16:72 │ "b"] } } } });
            written by instance i, role server, on a
              because the role names a
                at troupe.ts:16:67 │ "a", "b"] } } } });
          dns:::a
            endpoint = { url: "a" }
              at troupe.ts:8:26 │ exports: mkExports({ endpoint: { url: machine.name } }),
            written by service dns, perMachine, on a (see above)
          dns:::b
            endpoint = { url: "forced" }
              at troupe.ts:8:26 │ exports: mkExports({ endpoint: { url: machine.name } }),
              at troupe.ts:15:44 │ endpoint: { url: mkForce("forced") } } },
            written by service dns, perMachine, on b
              because role server of instance i names b
                at troupe.ts:16:72 │ "b"] } } } });


    export "dns:::b": endpoint.url
      "forced"

    Definitions
      wins, mkForce (50), the inventory's exports
        at troupe.ts:15:56
          15 │   exports: { ":::": { x: 1 }, "dns:::b": { endpoint: { url: mkForce("forced") } } },
             │                                                        ^
      loses, plain (100), perMachine of service "dns" (machine b), exports:
        "b"
        at troupe.ts:8:38
           8 │     exports: mkExports({ endpoint: { url: machine.name } }),
             │                                      ^


    export ":::": x
      1

    Definitions
      wins, plain (100), the inventory's exports
        at troupe.ts:15:23
          15 │   exports: { ":::": { x: 1 }, "dns:::b": { endpoint: { url: mkForce("forced") } } },
             │                       ^"
  `);
});
