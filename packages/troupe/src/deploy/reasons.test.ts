import type { Provenance } from "@troupe/linux";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeReason } from "./describe.ts";
import { reasonsFor, valueChanges } from "./reasons.ts";

const replica = "kvstore:sessions:replica:bob";
const primary = "kvstore:sessions:primary:alice";
const provenance = (contributors: Provenance["contributors"], origins = Object.keys(contributors)): Provenance => ({
  version: 1,
  entries: { "unit:kv.service": origins },
  contributors,
});
const one = (rest: Partial<Provenance["contributors"][string]> = {}) =>
  provenance({ [replica]: { label: "instance sessions, role replica", settings: { port: 6379 }, reads: {}, ...rest } });
const why = (before: Provenance | undefined, after: Provenance) =>
  reasonsFor("unit:kv.service", before, after).map(describeReason);

describe("why a unit differs", () => {
  it("a contributor joined, or left", () => {
    expect(why(undefined, one())).toEqual(["instance sessions, role replica: joined"]);
    expect(why(one(), provenance({}))).toEqual(["instance sessions, role replica: left"]);
  });

  it("settings changed", () => {
    expect(why(one(), one({ settings: { port: 6400 } }))).toEqual([
      "instance sessions, role replica: its settings changed: port 6379 → 6400",
    ]);
    expect(why(one({ settings: { a: { b: 1 }, list: [1] } }), one({ settings: { a: { c: true }, list: [1, 2] } })))
      .toMatchInlineSnapshot(`
      [
        "instance sessions, role replica: its settings changed: a.b 1 is gone, a.c is true now, list [1] → [1,2]",
      ]
    `);
  });

  it("it reads an export now, the export changed, or it no longer reads it", () => {
    const reading = (value: string) => one({ reads: { [primary]: { connectionString: value, isLeader: true } } });
    expect(why(one(), reading("tcp://a:1"))).toEqual([`instance sessions, role replica: reads export ${primary} now`]);
    expect(why(reading("tcp://a:1"), reading("tcp://a:2"))).toEqual([
      `instance sessions, role replica: export ${primary} is changed: connectionString "tcp://a:1" → "tcp://a:2"`,
    ]);
    expect(why(reading("tcp://a:1"), one())).toEqual([
      `instance sessions, role replica: no longer reads export ${primary}`,
    ]);
  });

  it("it reads annotations of a machine now, no longer, or they changed", () => {
    const reads = (known: object) =>
      one({ reads: { "machine web.north": { ips: { eth0: ["192.0.2.1"] }, ...known } } });
    expect(why(one(), reads({}))).toEqual(["instance sessions, role replica: reads machine web.north now"]);
    expect(why(reads({}), one())).toEqual(["instance sessions, role replica: no longer reads machine web.north"]);
    expect(why(reads({}), reads({ ips: { eth0: ["192.0.2.2"] } }))).toEqual([
      'instance sessions, role replica: what is known of machine web.north is changed: ips.eth0 ["192.0.2.1"] → ["192.0.2.2"]',
    ]);
  });

  it("the code changed, where nothing else did", () => {
    expect(why(one(), one())).toEqual(["instance sessions, role replica: its service's code changed"]);
  });

  it("the module of a machine changed, which is no service's code", () => {
    const own = provenance({ "machine bob": { label: "machine bob", reads: {} } });
    expect(why(own, own)).toEqual(["machine bob: its module changed"]);
  });

  it("does not name those for whom nothing changed beside those for whom something did", () => {
    const other = { label: "machine bob", reads: {} };
    const both = (port: number) =>
      provenance({ "machine bob": other, [replica]: { label: "replica", settings: { port }, reads: {} } });
    expect(why(both(1), both(2))).toEqual(["replica: its settings changed: port 1 → 2"]);
  });

  it("is not known for what nobody contributes", () => {
    expect(reasonsFor("unit:other.service", one(), one())).toEqual([]);
  });

  it("is short, however long a value is", () => {
    expect(
      why(one({ settings: { text: "x".repeat(500) } }), one({ settings: { text: null } }))[0]!.length,
    ).toBeLessThan(200);
  });
});

describe("laws of value changes", () => {
  it("there are none between a value and itself, and some between others", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        expect(valueChanges(a as never, a as never)).toEqual([]);
        const same = JSON.stringify(sortedKeys(a)) === JSON.stringify(sortedKeys(b));
        if (same) expect(valueChanges(a as never, b as never)).toEqual([]);
      }),
    );
  });
});

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}
