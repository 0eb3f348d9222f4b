import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";

const example = join(import.meta.dirname, "../../../../../examples/kvstore");

/** A network in which everybody reads everybody, and a service with data for each machine that nobody reads. */
const network = (machines: number) => `import { defineInventory, defineService, option, system, t } from "troupe";

const vpn = defineService({
  manifest: { name: "vpn" },
  exports: { key: option(t.str) },
  roles: {
    peer: {
      perInstance: ({ machine, exports, mkExports }) => ({
        exports: mkExports({ key: \`key of \${machine.name}\` }),
        module: () => system({ environment: { etc: { peers: { text: exports.select({ roleName: "peer" }).map(({ value }) => value.key).join(" ") } } } }),
      }),
    },
  },
});
const facts = defineService({
  manifest: { name: "facts" },
  roles: { member: {} },
  perMachine: ({ machine, mkExports }) => ({ exports: mkExports({ name: machine.name }) }),
});

export default defineInventory({
  services: { vpn, facts },
  machines: Object.fromEntries(Array.from({ length: ${machines} }, (_, index) => [\`m\${index}\`, {}])),
}).instances({
  home: { service: "vpn", roles: { peer: { tags: ["all"] } } },
  facts: { service: "facts", roles: { member: { machines: ["m0", "m1"] } } },
});
`;

async function graph(files: { readonly [file: string]: string }, ...args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await testProject(files).troupe(["graph", ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

describe("troupe graph", () => {
  test("prints roles as text", async () => {
    expect(await graph({}, "-C", example)).toMatchInlineSnapshot(`
      "reader            machines  reads             exports
      cache/replica     3         cache/primary     kvstore:cache:primary:carol
      sessions/replica  3         sessions/primary  kvstore:sessions:primary:alice

      Nobody reads the exports of cache/replica, sessions/replica."
    `);
  });

  test("prints machines, instances or services", async () => {
    expect(await graph({}, "-C", example, "--level", "machine")).toMatchInlineSnapshot(`
      "reader                  reads                   exports
      cache/replica/alice     cache/primary/carol     kvstore:cache:primary:carol
      cache/replica/bob       cache/primary/carol     kvstore:cache:primary:carol
      cache/replica/carol     cache/primary/carol     kvstore:cache:primary:carol
      sessions/replica/alice  sessions/primary/alice  kvstore:sessions:primary:alice
      sessions/replica/bob    sessions/primary/alice  kvstore:sessions:primary:alice
      sessions/replica/carol  sessions/primary/alice  kvstore:sessions:primary:alice

      Nobody reads the exports of cache/replica/alice, cache/replica/bob, cache/replica/carol,
      sessions/replica/alice, sessions/replica/bob, sessions/replica/carol."
    `);
    expect(await graph({}, "-C", example, "--level", "instance")).toMatchInlineSnapshot(`
      "reader    machines  reads     exports
      cache     3         cache     kvstore:cache:primary:carol
      sessions  3         sessions  kvstore:sessions:primary:alice"
    `);
    expect(await graph({}, "-C", example, "--level", "service")).toMatchInlineSnapshot(`
      "reader   machines  reads    exports
      kvstore  3         kvstore  2 exports"
    `);
  });

  test("shortens the lines of many machines", async () => {
    expect(await graph({ "troupe.ts": network(60) })).toMatchInlineSnapshot(`
      "reader     machines  reads      exports
      home/peer  60        home/peer  60 exports

      Nobody reads the exports of service facts."
    `);
    expect(await graph({ "troupe.ts": network(60) }, "--level", "machine")).toMatchInlineSnapshot(`
      "reader                                                 reads                                                  exports
      home/peer/m0, home/peer/m1, home/peer/m10 and 57 more  home/peer/m0, home/peer/m1, home/peer/m10 and 57 more  60 exports

      Nobody reads the exports of service facts/m0, service facts/m1."
    `);
  });

  test("prints Mermaid and Graphviz", async () => {
    expect(await graph({}, "-C", example, "--format", "mermaid")).toMatchInlineSnapshot(`
      "flowchart LR
        n0["cache/primary"]
        n1["cache/replica"]
        n2["sessions/primary"]
        n3["sessions/replica"]
        n1 -->|1 export| n0
        n3 -->|1 export| n2"
    `);
    expect(await graph({}, "-C", example, "--format=dot", "--level=machine")).toMatchInlineSnapshot(`
      "digraph exports {
        rankdir=LR;
        node [shape=box];
        "kvstore:cache:primary:carol" [label="cache/primary/carol"];
        "kvstore:cache:replica:alice" [label="cache/replica/alice"];
        "kvstore:cache:replica:bob" [label="cache/replica/bob"];
        "kvstore:cache:replica:carol" [label="cache/replica/carol"];
        "kvstore:sessions:primary:alice" [label="sessions/primary/alice"];
        "kvstore:sessions:replica:alice" [label="sessions/replica/alice"];
        "kvstore:sessions:replica:bob" [label="sessions/replica/bob"];
        "kvstore:sessions:replica:carol" [label="sessions/replica/carol"];
        "kvstore:cache:replica:alice" -> "kvstore:cache:primary:carol" [label="1 export"];
        "kvstore:cache:replica:bob" -> "kvstore:cache:primary:carol" [label="1 export"];
        "kvstore:cache:replica:carol" -> "kvstore:cache:primary:carol" [label="1 export"];
        "kvstore:sessions:replica:alice" -> "kvstore:sessions:primary:alice" [label="1 export"];
        "kvstore:sessions:replica:bob" -> "kvstore:sessions:primary:alice" [label="1 export"];
        "kvstore:sessions:replica:carol" -> "kvstore:sessions:primary:alice" [label="1 export"];
      }"
    `);
  });

  test("prints JSON", async () => {
    const json = await graph({ "troupe.ts": network(2) }, "--format", "json");
    expect(JSON.parse(json)).toMatchInlineSnapshot(`
      {
        "diagnostics": [],
        "edges": [
          {
            "exports": [
              "vpn:home:peer:m0",
              "vpn:home:peer:m1",
            ],
            "machines": [
              "m0",
              "m1",
            ],
            "reader": "vpn:home:peer:",
            "writer": "vpn:home:peer:",
          },
        ],
        "level": "role",
        "nodes": [
          {
            "id": "facts:::",
            "label": "service facts",
          },
          {
            "id": "vpn:home:peer:",
            "label": "home/peer",
          },
        ],
        "unread": [
          "facts:::",
        ],
        "version": 1,
      }
    `);
    expect(await graph({ "troupe.ts": network(2) }, "--json")).toBe(json);
  });

  test("prints a sentence for a project without exports", async () => {
    const none = `import { defineInventory } from "troupe";\nexport default defineInventory({ machines: { a: {} } });\n`;
    expect(await graph({ "troupe.ts": none })).toMatchInlineSnapshot(`"There are no exports."`);
  });

  test("reports problems of the project and of the command line", async () => {
    const wrong = testProject({ "troupe.ts": network(2).replace('"m1"]', '"m11"]') });
    const ofProject = await wrong.troupe(["graph"]);
    const ofLevel = await wrong.troupe(["graph", "--level", "host"]);
    const ofFormat = await wrong.troupe(["graph", "--format", "svg"]);
    expect(
      [ofProject, ofLevel, ofFormat]
        .map(({ status, stdout, stderr }) => `exit ${status} ${stdout}\n${stderr}`)
        .join("\n\n"),
    ).toMatchInlineSnapshot(`
      "exit 1 
      error TRP2001  There is no machine "m11", but role "member" of instance "facts" names it.
        at troupe.ts:26:66
          26 │   facts: { service: "facts", roles: { member: { machines: ["m0", "m11"] } } },
             │                                                                  ^
        → Did you mean "m1"?

      1 error

      exit 2 
      Expected "host" to be one of (machine|role|instance|service), did you mean "role"?

      exit 2 
      Expected "svg" to be one of (text|mermaid|dot|json), did you mean "json"?"
    `);
  });
});
