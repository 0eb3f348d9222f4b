import { expect, test } from "vitest";
import type { MachineChange } from "../../project/compare/machine-changes.ts";
import { renderChanges } from "./changes.ts";

const terminal = { style: (_style: string, text: string) => text, width: 80 };
const change = (name: string, ...differences: MachineChange["differences"]): MachineChange => ({
  name,
  kind: "changed",
  differences,
});
const motd = (before: unknown, after: unknown) => ({ path: ["environment", "etc", "motd", "text"], before, after });

test("values are shown from the first difference on, and machines with the same changes once", () => {
  const changes = [
    change(
      "alice",
      { path: ["networking", "hostName"], before: "alice", after: "alicia" },
      motd("Welcome!\n", undefined),
    ),
    change(
      "bob",
      motd("Welcome to this machine, which is one of ours.\n", "Welcome to this machine, which is one of yours.\n"),
    ),
    change(
      "carol",
      motd("Welcome to this machine, which is one of ours.\n", "Welcome to this machine, which is one of yours.\n"),
    ),
    { name: "dave", kind: "added", differences: [] } as const,
    { name: "erin", kind: "removed", differences: [] } as const,
    change("frank", { path: ["environment", "etc", "a.conf"], before: undefined, after: { text: "a" } }),
  ];
  expect(renderChanges(changes, terminal)).toMatchInlineSnapshot(`
    "  alice
        ~ networking.hostName: "alice" → "alicia"
        - environment.etc.motd.text
      bob, carol
        ~ environment.etc.motd.text: …h is one of ours.\\n" → …h is one of yours.\\n"
      dave  new
      erin  gone
      frank
        + environment.etc."a.conf": {"text":"a"}"
  `);
});

test("300 machines with changes at the same paths are a few lines, also with different values", () => {
  const machines = Array.from({ length: 300 }, (_, index) => `m${index}`);
  expect(
    renderChanges(
      machines.map((name) =>
        change(name, motd("a", "b"), { path: ["networking", "hostName"], before: name, after: `${name}x` }),
      ),
      terminal,
    ),
  ).toMatchInlineSnapshot(`
    "  m0, m1, m2, m3, m4, m5 and 294 more
        ~ environment.etc.motd.text: "a" → "b"
        ~ networking.hostName: "m0" → "m0x" (on m0; each has its own)"
  `);
});

test("300 machines with different changes are shortened, and so are many values", () => {
  const machines = Array.from({ length: 300 }, (_, index) => `m${index}`);
  const many = Array.from({ length: 20 }, (_, index) => ({
    path: ["systemd", "services", `s${index}`, "script"],
    before: "a",
    after: "b",
  }));
  const changes = [
    change("first", ...many),
    ...machines.map((name) => change(name, { path: ["environment", "etc", name], before: 1, after: 2 })),
  ];
  const text = renderChanges(changes, terminal);
  expect(text.split("\n").length).toBeLessThan(30);
  expect(text).toMatchInlineSnapshot(`
    "  first
        ~ systemd.services.s0.script: "a" → "b"
        ~ systemd.services.s1.script: "a" → "b"
        ~ systemd.services.s2.script: "a" → "b"
        ~ systemd.services.s3.script: "a" → "b"
        ~ systemd.services.s4.script: "a" → "b"
        ~ systemd.services.s5.script: "a" → "b"
        and 14 values more
      m0
        ~ environment.etc.m0: 1 → 2
      m1
        ~ environment.etc.m1: 1 → 2
      m2
        ~ environment.etc.m2: 1 → 2
      m3
        ~ environment.etc.m3: 1 → 2
      m4
        ~ environment.etc.m4: 1 → 2
      m5
        ~ environment.etc.m5: 1 → 2
      m6
        ~ environment.etc.m6: 1 → 2
      and 293 machines more: m7, m8, m9, m10, m11, m12 and 287 more"
  `);
});
