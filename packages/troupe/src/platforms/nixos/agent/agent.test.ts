import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { nixosAgentScript } from "./agent.ts";

describe("the agent of NixOS machines", () => {
  it.for([["sh"], ["dash"], ["bash", "--posix"]] as const)("is valid for %s", ([shell, ...args], { skip }) => {
    const { error, status, stderr } = spawnSync(shell, [...args, "-n"], { input: nixosAgentScript, encoding: "utf8" });
    skip(error !== undefined, `${shell} is not installed`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("has ASCII characters only, so that head counts characters as bytes", () => {
    // eslint-disable-next-line no-control-regex
    expect(nixosAgentScript.match(/[^\x00-\x7f].*/g) ?? []).toEqual([]);
  });

  it("ends with unsupported on a machine without NixOS", () => {
    const { stdout } = spawnSync("sh", ["-c", nixosAgentScript, "troupe", "probe"], { encoding: "utf8" });
    expect(stdout).toMatch(/^troupe-agent\t1\nend\tunsupported\t/);
  });
});
