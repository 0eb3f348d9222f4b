import { describe, expect, it } from "vitest";
import { parseManifest } from "../generation/manifest.ts";
import { formatVersions } from "../model/format-versions.ts";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const version = (number: number) => rendered({ environment: { etc: { v: { text: `${number}\n` } } } }).generation;
const [first, second] = [version(1), version(2)];
const known = String(formatVersions.state);

describe.skipIf(!canMakeBoxes)("(needs root) the state of a machine", () => {
  it("names its version", () => {
    using box = agentBox();
    expect(box.apply(first)).toContain("confirmed");
    expect(box.run("cat /var/lib/troupe/version")).toBe(known);
  });

  it("of a newer Troupe is refused by every request, and stays as it is", () => {
    using box = agentBox();
    box.apply(first);
    box.run("echo 99 >/var/lib/troupe/version");
    const state = () => box.run("cd /var/lib/troupe && find . -type f -exec sha256sum {} + | sort");
    const before = state();
    for (const [verb, ...args] of [
      ["probe", "-"],
      ["fetch", first.id],
      ["stage", first.id, "-", "-", "-"],
      ["switch", second.id, first.id, "2", "60", "ann"],
      ["confirm", first.id],
    ] as const)
      expect([verb, box.ask(verb, args).end]).toEqual([verb, ["newer", "99", known]]);
    expect(state()).toBe(before);
  });

  it("of an older Troupe is read as it is, and brought up to date before a change", () => {
    using box = agentBox();
    box.apply(first);
    box.run("cd /var/lib/troupe; rm version; chmod 644 generations/*/manifest");
    expect(box.ask("probe", ["-"]).end).toEqual(["ok"]);
    expect(box.run("cat /var/lib/troupe/version 2>/dev/null; stat -c %a /var/lib/troupe/generations/*/manifest")).toBe(
      "644",
    );
    expect(box.apply(second, { from: first.id })).toContain("confirmed");
    expect(
      box.run("cat /var/lib/troupe/version; stat -c %a /var/lib/troupe/generations/*/manifest").split("\n"),
    ).toEqual([known, "600", "600"]);
  });
});

it("a manifest of a newer Troupe is named as such", () => {
  expect(() => parseManifest("troupe-generation 2\nmachine\talice\n")).toThrow(
    "TRP3052 The manifest has version 2, and this Troupe knows versions up to 1.",
  );
});
