import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { agentScript } from "./agent.ts";
import { agentCommand } from "./command.ts";

const checkSyntax = (shell: string, ...args: string[]) =>
  spawnSync(shell, [...args, "-n"], { input: agentScript, encoding: "utf8" });

describe("the agent's script", () => {
  it.for([["sh"], ["dash"], ["bash", "--posix"]] as const)("is valid for %s", ([shell, ...args], { skip }) => {
    const { error, status, stderr } = checkSyntax(shell, ...args);
    skip(error !== undefined, `${shell} is not installed`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("defines each function that it calls", () => {
    const defined = new Set([...agentScript.matchAll(/^([a-z_]+)\(\) /gm)].map(([, name]) => name));
    const calls = agentScript.matchAll(
      /(?:^|[;&|({!]|\b(?:then|do|else|if|while|until)\b) *([a-z]+(?:_[a-z]+)+)(?= [^=+<>~?:,&|)!]|$|;)/gm,
    );
    expect([...new Set([...calls].map(([, name]) => name))].filter((name) => !defined.has(name))).toEqual([]);
  });

  it("has ASCII characters only, so that head counts characters as bytes", () => {
    // eslint-disable-next-line no-control-regex
    expect(agentScript.match(/[^\x00-\x7f].*/g) ?? []).toEqual([]);
  });

  it("takes at most 32 KB of the first request", () => {
    expect(gzipSync(agentScript, { level: 9 }).length).toBeLessThan(32_000);
  });

  it("does nothing if it was cut off", () => {
    const packed = gzipSync(agentScript);
    const run = (input: Uint8Array) =>
      spawnSync("sh", ["-c", agentCommand("probe", ["-"], { scriptBytes: packed.length, sudo: false })], {
        input,
        encoding: "utf8",
      });
    expect(run(packed).stdout).toMatch(/^\ntroupe-agent\t1\n/);
    for (const part of [0, 0.5, 0.999]) {
      const { status, stdout } = run(packed.subarray(0, packed.length * part));
      expect({ failed: status !== 0 || part === 0, stdout }).toEqual({ failed: true, stdout: "\n" });
    }
  });
});
