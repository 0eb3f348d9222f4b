import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate, problemsOf, rolesOf } from "../clusters/testing.ts";
import { defineInventory } from "../inventory/define-inventory.ts";
import { defineService } from "../service/define-service.ts";
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
} from "./filter.ts";
import type { Filter } from "../model/filters.ts";
import { parseFilter, showFilter } from "./text.ts";

const group = defineService({ manifest: { name: "group" }, roles: { member: {}, seen: { observed: true } } });
const base = defineInventory({
  meta: { domain: "example.com" },
  services: { group },
  machines: { lone: { class: "nixos", tags: ["eu"] } },
  clusters: {
    north: { machines: { db: { tags: ["eu"], facts: { rack: "a" } }, www: {} } },
    south: { machines: { db: { facts: { rack: "a" } }, mail: { tags: ["eu"] } } },
  },
});

/** What a filter picks outside of clusters, and in "north". */
const picked = (filter: object) => {
  const select = [{ filter: filter as Filter<never, never, never, never> }];
  const instance = { service: "group", roles: { member: { select } } } as const;
  const roles = rolesOf(base.instances({ top: instance }).clusters({ north: { instances: { own: instance } } }));
  return [roles["top"]!["member"]!.join(" "), roles["own.north"]!["member"]!.join(" ")];
};

describe("filters pick", () => {
  test.each([
    [all(), "db.north db.south lone mail.south www.north", "db.north www.north"],
    [tag("eu"), "db.north lone mail.south", "db.north"],
    [anyCluster(tag("eu")), "db.north lone mail.south", "db.north lone mail.south"],
    [machineClass("nixos"), "lone", ""],
    [hostname("mail.south"), "mail.south", "mail.south"],
    [hostname("db.south.example.com"), "db.south", "db.south"],
    [clusterMachines("south"), "db.south mail.south", "db.south mail.south"],
    [not(tag("eu")), "db.south www.north", "www.north"],
    [and(tag("eu"), clusterMachines("south")), "mail.south", ""],
    [and(anyCluster(tag("eu")), clusterMachines("south")), "mail.south", "mail.south"],
    [or(tag("eu"), hostname("lone"), hostname("lone")), "db.north lone mail.south", "db.north lone"],
    [or(), "", ""],
    [where(({ facts }) => facts["rack"] === "a"), "db.north db.south", "db.north"],
    [where(({ tags, clusterName }) => tags.includes("eu") && clusterName === undefined), "lone", ""],
  ])("%j", (filter, everywhere, north) => {
    expect(picked(filter)).toEqual([everywhere, north]);
  });

  test("in a cluster, its own machine by its short name", () => {
    expect(
      rolesOf(
        base.clusters({
          south: {
            instances: { own: { service: "group", roles: { member: { select: [{ filter: hostname("db") }] } } } },
          },
        }),
      ),
    ).toEqual({ "own.south": { member: ["db.south"], seen: [] } });
  });

  test("members of another instance, without its observed roles", () => {
    const inventory = base
      .instances({
        a: { service: "group", roles: { member: { tags: ["eu"] }, seen: { tags: ["all"] } } },
        b: { service: "group", roles: { member: { select: [{ filter: not(service("a")) }] } } },
        c: { service: "group", roles: { seen: { select: [{ filter: service("group") }] } } },
      })
      .clusters({
        south: {
          instances: {
            a: { service: "group", roles: { member: { machines: ["mail"] } } },
            d: {
              service: "group",
              roles: { seen: { select: [{ filter: service("a") }, { filter: anyCluster(service("a")) }] } },
            },
          },
        },
      });
    expect(rolesOf(inventory)).toMatchObject({
      b: { member: ["db.south", "www.north"] },
      c: { seen: ["db.north", "db.south", "lone", "mail.south", "www.north"] },
      "d.south": { seen: ["db.north", "lone", "mail.south"] },
    });
  });

  test("members of an instance of a cluster, by any of its names", () => {
    const own = { service: "group", roles: { member: { machines: ["db"] } } } as const;
    const asking = (name: string) =>
      base
        .clusters({ north: { instances: { own } }, south: { instances: { own, mine: own } } })
        .instances({ asks: { service: "group", roles: { seen: { select: [{ filter: service(name as "asks") }] } } } });
    const seen = (name: string) => rolesOf(asking(name))["asks"]!["seen"];
    expect(["mine", "mine.south", "mine.south.example.com", "own.north"].map(seen)).toEqual([
      ["db.south"],
      ["db.south"],
      ["db.south"],
      ["db.north"],
    ]);
    expect(problemsOf(asking("own")).join("\n")).toMatchInlineSnapshot(`
      "TRP2107 "own", which role "seen" of instance "asks" names, may be any of "own.north", "own.south".
        at an unknown place
        hint: Write "own.north" or "own.south", or the name under the domain."
    `);
    const within = (name: string) =>
      base.clusters({
        north: {
          instances: { own, asks: { service: "group", roles: { seen: { select: [{ filter: service(name) }] } } } },
        },
        south: { instances: { own, mine: own } },
      });
    expect(rolesOf(within("own"))["asks.north"]!["seen"]).toEqual(["db.north"]);
    expect(problemsOf(within("mine")).join("\n")).toMatchInlineSnapshot(`
      "TRP2109 There is neither an instance nor a service "mine", but role "seen" of instance "asks.north" names it.
        at an unknown place
        hint: Instances of other clusters are named with their cluster: mine.south."
    `);
  });

  test("by the services that machines have", () => {
    const inventory = base.instances({
      a: { service: "group", roles: { member: { machines: ["lone"] } } },
      b: { service: "group", roles: { seen: { select: [{ filter: where(({ services }) => "a" in services) }] } } },
    });
    expect(rolesOf(inventory)["b"]).toEqual({ member: [], seen: ["lone"] });
  });
});

describe("a wrong filter", () => {
  const problem = (filter: unknown) => {
    const select = [{ filter: filter as Filter<never, never, never> }];
    return problemsOf(
      base.clusters({ north: { instances: { own: { service: "group", roles: { member: { select } } } } } }),
    ).join("\n");
  };
  const filters = [
    hostname("dbb"),
    hostname("mail"),
    tag("ue"),
    clusterMachines("soth"),
    machineClass("linus" as "linux"),
    service("onw"),
    { tags: "eu" },
    { tag: 5 },
    { and: [] },
    { tag: "eu", not: all() },
    "db",
    clusterMachines,
    where(() => {
      throw new Error("no idea");
    }),
  ];

  test("is told with what may have been meant", () => {
    const brief = (text: string) =>
      text.split("\n").filter((line) => !line.includes("at an unknown") && !line.includes("A filter has one key"));
    expect(filters.flatMap((filter) => brief(problem(filter))).join("\n")).toMatchInlineSnapshot(`
      "TRP2001 There is no machine "dbb", but role "member" of instance "own.north" names it.
        hint: Did you mean "db"?
      TRP2001 There is no machine "mail", but role "member" of instance "own.north" names it.
        hint: Machines of other clusters are named with their cluster: mail.south.
      TRP2002 No machine carries the tag "ue", but role "member" of instance "own.north" names it. It adds no machine to the role.
        hint: Did you mean "eu"?
      TRP2108 There is no cluster "soth", but role "member" of instance "own.north" names it.
        hint: Did you mean "south"?
      TRP2114 There is no class "linus", but role "member" of instance "own.north" names it.
        hint: Did you mean "linux"?
      TRP2109 There is neither an instance nor a service "onw", but role "member" of instance "own.north" names it.
        hint: Did you mean "own"?
      TRP2111 The filter of role "member" of instance "own.north" holds "tags", which is not a filter.
        hint: Did you mean "tag"?
      TRP2111 The filter of role "member" of instance "own.north" holds "tag" with something else than the name of a tag.
      TRP2111 The filter of role "member" of instance "own.north" holds "and" with something else than a list of filters that is not empty.
      TRP2111 The filter of role "member" of instance "own.north" holds an object with 2 keys.
      TRP2111 The filter of role "member" of instance "own.north" holds a string, not a filter.
      TRP2111 The filter of role "member" of instance "own.north" holds a function, not a filter.
        hint: Call it: clusterMachines(…).
      TRP2501 A filter of role "member" of instance "own.north" failed: no idea"
    `);
  });

  test("a circle", () => {
    const inventory = base.instances({
      a: { service: "group", roles: { member: { select: [{ filter: service("b") }] } } },
      b: { service: "group", roles: { member: { select: [{ filter: not(service("a")) }] } } },
    });
    expect(problemsOf(inventory).join("\n")).toMatchInlineSnapshot(`
      "TRP2110 Who has role member of instance a depends on itself: role member of instance a → role member of instance b → role member of instance a.
        at an unknown place
        hint: A filter service(…), or one that reads \`services\`, can only ask for roles that do not depend on it."
    `);
  });

  test("a name that several machines have", () => {
    expect(
      problemsOf(
        base.instances({
          a: { service: "group", roles: { member: { machines: ["db"], select: [{ filter: hostname("db") }] } } },
        }),
      ).join("\n"),
    ).toMatchInlineSnapshot(`
      "TRP2107 "db", which role "member" of instance "a" names, may be any of "db.north", "db.south".
        at an unknown place
        hint: Write "db.north" or "db.south", or the name under the domain.
      TRP2107 "db", which role "member" of instance "a" names, may be any of "db.north", "db.south".
        at an unknown place
        hint: Write "db.north" or "db.south", or the name under the domain."
    `);
  });

  test("a cluster that is not said", () => {
    expect(
      problemsOf(
        base.instances({ a: { service: "group", roles: { member: { select: [{ filter: clusterMachines() }] } } } }),
      ).join("\n"),
    ).toMatchInlineSnapshot(`
      "TRP2113 A filter asks for the machines of its own cluster, but role "member" of instance "a" is in none.
        at an unknown place
        hint: Name the cluster: clusterMachines("north"); all() picks all machines."
    `);
  });
});

describe("as text", () => {
  test("operators bind as everywhere", () => {
    expect(parseFilter("a | tag:x & !(b, cluster:c) , class:linux")).toEqual(
      or(hostname("a"), and(tag("x"), not(or(hostname("b"), clusterMachines("c")))), machineClass("linux")),
    );
  });
  test.each(["", "&", "a &", "(a", "a b", "tag:", "tga:x", "a)", "!"])("%j cannot be read", (text) => {
    expect(() => parseFilter(text)).toThrow("TRP2112");
  });

  const names = fc.constantFrom("a", "b.c", "x-1");
  const filters = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      names.map(hostname),
      names.map(tag),
      names.map((name) => machineClass(name as "linux")),
      names.map((name) => clusterMachines(name)),
      names.map(service),
      tie("filter").map((filter) => not(filter)),
      fc.array(tie("filter"), { minLength: 2, maxLength: 3 }).map((several) => and(...several)),
      fc.array(tie("filter"), { minLength: 2, maxLength: 3 }).map((several) => or(...several)),
    ),
  })).filter;

  test("reading is the inverse of showing", () => {
    fc.assert(
      fc.property(
        filters,
        (filter) => void expect(showFilter(parseFilter(showFilter(filter)))).toBe(showFilter(filter)),
      ),
    );
  });
});

describe("laws", () => {
  const { select } = evaluate(base).inventory;
  const ids = ["db.north", "db.south", "lone", "mail.south", "www.north"];
  const pick = (filter: Filter) =>
    select(filter, {
      where: "a law",
      cluster: undefined,
      report: () => expect.fail(),
      nearest: () => undefined,
      guard: (run) => run(),
    });
  const leaf = fc.oneof(
    fc.constantFrom(...ids).map(hostname),
    fc.constantFrom<Filter>(all(), tag("eu"), clusterMachines("north")),
  );

  test("set semantics: no duplicates, one order, De Morgan", () => {
    fc.assert(
      fc.property(leaf, leaf, (a, b) => {
        expect(pick(or(a, b, a))).toEqual(ids.filter((id) => pick(a).includes(id) || pick(b).includes(id)));
        expect(pick(and(a, b))).toEqual(ids.filter((id) => pick(a).includes(id) && pick(b).includes(id)));
        expect(pick(not(and(a, b)))).toEqual(pick(or(not(a), not(b))));
        expect(pick(not(not(a)))).toEqual(pick(a));
      }),
    );
  });
});
