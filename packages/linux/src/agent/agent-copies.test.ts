import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { agentScript } from "./agent.ts";
import { agentCommand } from "./command.ts";
import { type AgentBox, agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const digest = createHash("sha256").update(agentScript).digest("hex");
const byDigest = agentCommand("probe", ["-"], { digest, sudo: false });
const isRun = (box: AgentBox) => box.run(byDigest).endsWith("end\tok");

describe.skipIf(!canMakeBoxes)("(needs root) a request that names the agent script by its digest", () => {
  it("runs the copy that the script made when it arrived", () => {
    using box = agentBox();
    expect(box.run(byDigest)).toBe("\ntroupe-agent\t1\nend\tneed");
    expect(box.ask("probe", ["-"]).end).toEqual(["ok"]);
    expect(box.run("stat -c '%a %U' /run/troupe /run/troupe/agent; ls /var/lib")).toBe("700 root\n700 root");
    expect(isRun(box)).toBe(true);
  });

  it.for([
    ["has other content", "echo 'echo end ok' >>/run/troupe/agent"],
    ["belongs to another user", "chown nobody /run/troupe/agent"],
    ["is a folder", "rm /run/troupe/agent; mkdir /run/troupe/agent"],
  ] as const)("runs no copy that %s", ([, damage]) => {
    using box = agentBox();
    box.ask("probe", ["-"]);
    box.run(damage);
    expect(box.run(byDigest)).toMatch(/end\tneed$/);
    expect(box.ask("probe", ["-"]).end).toEqual(["ok"]);
  });

  it("runs the copy of the timer after a restart, and installs its own copy for the timer", () => {
    using box = agentBox();
    box.ask("probe", ["-"]);
    box.run(
      `mkdir -p /var/lib/troupe; echo older >/var/lib/troupe/agent; ${byDigest.replace(" probe -", " stage 0f00 -")}`,
    );
    expect(box.run("cmp /run/troupe/agent /var/lib/troupe/agent && rm -r /run/troupe && echo restarted")).toBe(
      "restarted",
    );
    expect(isRun(box)).toBe(true);
  });

  it("is answered by the script alone where nothing can be written", () => {
    using box = agentBox();
    box.run("touch /run/troupe");
    expect(box.ask("probe", ["-"]).end).toEqual(["ok"]);
    expect(box.run(byDigest)).toMatch(/end\tneed$/);
  });
});
