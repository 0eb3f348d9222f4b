import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { activationScript } from "./activation-script.ts";

const script = activationScript("5a554250cea1c61b76e75e010cf73c9f");

/** Runs it where nothing lies beside it. */
function alone(...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "troupe-activate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "activate"), script);
  const { status, stdout, stderr } = spawnSync("sh", ["activate", ...args], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("the activation script", () => {
  it.for([["sh"], ["dash"], ["bash", "--posix"]] as const)("is valid for %s", ([shell, ...args], { skip }) => {
    const { error, status, stderr } = spawnSync(shell, [...args, "-n"], { input: script, encoding: "utf8" });
    skip(error !== undefined, `${shell} is not installed`);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  it("keeps its copy of the generation from other users", () => {
    const folder = mkdtempSync(join(tmpdir(), "troupe-activate-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, "generation"));
    mkdirSync(join(folder, "temporary"));
    writeFileSync(join(folder, "generation/manifest"), "troupe-generation 1\nmachine\talice\n");
    writeFileSync(join(folder, "generation/provenance.json"), "{}");
    // This agent reports the temporary files that others may read or enter.
    const agent = `cat >/dev/null; find "$TMPDIR" -mindepth 1 -maxdepth 1 -perm /077 -printf 'log\\tpublic\\t%f\\n'; printf 'log\\tall\\tdone\\nend\\trefused\\n'`;
    writeFileSync(join(folder, "agent"), agent);
    writeFileSync(join(folder, "activate"), script.replace('[ "$(id -u)" != 0 ]', "false"));
    const { stderr } = spawnSync("sh", ["activate"], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, TMPDIR: join(folder, "temporary") },
    });
    expect(stderr).toMatch(/^ {2}done\n/);
    expect(readdirSync(join(folder, "temporary"))).toEqual([]);
  });

  it("has ASCII characters only", () => {
    // eslint-disable-next-line no-control-regex
    expect(script.match(/[^\x00-\x7f].*/g) ?? []).toEqual([]);
  });

  it("prints its usage for wrong arguments", () => {
    expect(alone("confrim")).toMatchInlineSnapshot(`
      {
        "status": 64,
        "stderr": "sh activate                switch; taken back after 300 seconds unless somebody confirms
      sh activate confirm        confirm: over a new login, which proves that the machine can still be reached
      sh activate --unattended   switch, and confirm if all is well: for first boots, where nobody could be locked out
      --adopt /etc/PATH          take over this file, which Troupe did not write; the original is kept (may be given again)
      --takeover MACHINE         let this host become another machine than MACHINE, whose configuration it runs
      --allow-removal PACKAGE    let apt remove this package to install what is missing (may be given again)
      ",
        "stdout": "",
      }
    `);
    expect(alone("--adopt").status).toBe(64);
  });

  it("does nothing without the agent script and a generation", () => {
    expect(alone("--unattended")).toMatchObject({ status: 1, stdout: "" });
  });
});
