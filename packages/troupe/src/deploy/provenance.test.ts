import type { Contributor } from "@troupe/core";
import { expect, test } from "vitest";
import { parseReadKey, readProvenance, storedContributors } from "./provenance.ts";

const contributor: Contributor = {
  origin: "dns:lan:server:alice",
  label: "instance lan, role server",
  settings: { port: 53 },
  reads: { exports: { "hosts:::": ["a"] }, machines: { "web.north": { fqdn: "web.north.internal" } } },
  address: "192.0.2.1",
};

test("contributors are stored in the form that earlier versions of Troupe read", () => {
  expect(JSON.stringify(storedContributors([contributor]))).toBe(
    '{"dns:lan:server:alice":{"label":"instance lan, role server","settings":{"port":53},"reads":{"hosts:::":["a"],"machine web.north":{"fqdn":"web.north.internal"}}}}',
  );
});

test("a key of stored reads is the scope of an export or the name of a machine", () => {
  expect(["hosts:::", "machine web.north"].map(parseReadKey)).toEqual([
    { scope: "hosts:::" },
    { machine: "web.north" },
  ]);
});

test("the provenance of a newer Troupe is named as such", () => {
  expect(() => readProvenance('{"version":2,"entries":{},"contributors":{}}')).toThrow(
    "TRP3052 The provenance has version 2, and this Troupe knows versions up to 1.",
  );
});
