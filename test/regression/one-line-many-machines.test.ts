/** A mistake in what a cluster says for all its machines was told once for each of them: 300 times the same line. */
import { expect, test } from "vitest";
import { testProject } from "../../packages/troupe/src/testing/project.ts";

const script = `import { defineInventory } from "troupe";
const machines = Object.fromEntries(Array.from({ length: 9 }, (_, index) => ["m" + index, {}]));
export default defineInventory({
  clusters: { north: { machines, users: { ann: { isNormalUser: true, extraGroups: ["nobody-has-this"] } } } },
});
`;

test("a problem that one line makes on many machines is one problem", async () => {
  const { troupe } = testProject({ "troupe.ts": script });
  expect((await troupe(["check"])).stderr).toMatchInlineSnapshot(`
    "error TRP3031  The user "ann" is to be in the group "nobody-has-this", which is neither declared nor
      comes with Debian.
      at troupe.ts:4:34  cluster north, users
         4 │   clusters: { north: { machines, users: { ann: { isNormalUser: true, extraGroups: ["nobody…
           │                                  ^
      on machine m0.north
      The same for m1.north, m2.north, m3.north, m4.north, m5.north, m6.north and 2 more.
      → Declare it, also if a package makes it: \`users.groups.nobody-has-this = {}\`.

    1 error"
  `);
  const { diagnostics } = JSON.parse((await troupe(["check", "--json"])).stdout) as {
    readonly diagnostics: { readonly notes: unknown }[];
  };
  expect(diagnostics.map(({ notes }) => notes)).toEqual(
    Array.from({ length: 9 }, (_, index) => [`on machine m${index}.north`]),
  );
});
