import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

/** A generation with files of a version, and a unit. */
const machine = (files: number, version: string) =>
  rendered({
    environment: {
      etc: Object.fromEntries(Array.from({ length: files }, (_, index) => [`app/${index}`, { text: `${version}\n` }])),
    },
    systemd: { services: { app: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/true" } } } },
    healthChecks: { app: { script: "true", timeout: 40 } },
  }).generation;

describe.skipIf(!canMakeBoxes)("(needs root) the time limit of a switch", () => {
  it("grows with the entries and units that change, and is that of the timer", () => {
    using box = agentBox();
    const versions = [machine(400, "1"), machine(400, "2"), machine(401, "2")];
    const limits = versions.map((generation, index) => {
      box.stage(generation);
      const { text } = box.ask("switch", [generation.id, versions[index - 1]?.id ?? "-", "60", "30", "ann"]);
      box.ask("confirm", [generation.id]);
      const limit = Number(/^limit\t(\d+)$/m.exec(text)?.[1]);
      expect(box.run("grep -o 'on-active=[0-9]*' /run/systemd.log | tail -n 2 | head -n 1")).toBe(`on-active=${limit}`);
      return limit;
    });
    // Twice 60 seconds for units, 40 for the health check, 30 for the confirmation. The work of the first switch is 400
    // files with two lines each and a unit, of the second one the digests of 400 files, old and new.
    expect(limits).toEqual([190 + 9 + 1, 190 + 8, 190 + 1]);
  });
});
