/** What real systemd makes of the units: nothing to complain about, and the values that were given. */
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { escapeSystemdExecArgs } from "@troupe/vocabulary";
import { current } from "../render/generation-draft.ts";
import { example } from "../testing/example.ts";
import { problems, rendered } from "../testing/rendered.ts";
import type { Rendered } from "../render/generation.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "troupe-units-"));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a generation's tree, with paths that work in this place, and returns its folder of units. */
function written({ generation }: Rendered, name: string): string {
  const root = join(folder, name);
  for (const [path, file] of generation.files) {
    const text = new TextDecoder()
      .decode(file.bytes)
      .replaceAll(current, root)
      .replaceAll("/usr/sbin/nft", "/bin/true");
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: file.mode });
  }
  for (const { target, unit, kind } of generation.manifest.wants) {
    mkdirSync(join(root, "units", `${target}.${kind}`), { recursive: true });
    symlinkSync(`../${unit}`, join(root, "units", `${target}.${kind}`, unit));
  }
  return join(root, "units");
}

const systemd = ["/usr/lib/systemd/systemd", "/lib/systemd/systemd"].find((path) => existsSync(path));
const noAnalyze = spawnSync("systemd-analyze", ["--version"]).status !== 0;
const noTestMode =
  systemd === undefined || (process.getuid?.() === 0 && spawnSync("setpriv", ["--version"]).status !== 0);

describe("systemd-analyze verify", () => {
  it.skipIf(noAnalyze)("(needs systemd-analyze) has nothing to say about a broad example", () => {
    const result = rendered(example);
    const units = written(result, "broad");
    const names = result.generation.manifest.units.map((unit) => unit.name).filter((name) => !/@\.|@60/.test(name));
    const { stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...names], {
      encoding: "utf8",
      env: { ...process.env, SYSTEMD_UNIT_PATH: `${units}:` },
    });
    expect(
      stderr.split("\n").filter((line) => line.includes("kv") || line.includes(folder) || line.includes("troupe")),
    ).toEqual([]);
  });
});

/** What systemd's own test mode, which refuses to run as root, says it has read. */
function readBack(units: string, unit: string): string {
  const args = ["--test", "--system", `--unit=${unit}`];
  const asNobody = ["--reuid=65534", "--regid=65534", "--clear-groups", systemd!, ...args];
  const [command, list] = process.getuid?.() === 0 ? ["setpriv", asNobody] : [systemd!, args];
  const env = {
    PATH: process.env["PATH"],
    HOME: "/nonexistent",
    XDG_RUNTIME_DIR: folder,
    SYSTEMD_UNIT_PATH: `${units}:`,
    SYSTEMD_LOG_LEVEL: "warning",
  };
  const { stdout } = spawnSync(command as string, list as string[], { encoding: "utf8", env, maxBuffer: 1 << 28 });
  const start = stdout.indexOf(`-> Unit ${unit}:`);
  const end = stdout.indexOf("\t-> Unit ", start + 1);
  return stdout.slice(start, end === -1 ? undefined : end);
}

describe("systemd reads back", () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom(..." \"'\\$%\n\t;#=a"), fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 })),
    maxLength: 12,
  });
  const clean = text.filter((value) => value.isWellFormed() && !value.includes("\0"));

  it.skipIf(noTestMode)("(needs systemd and setpriv) variables as they were given", () => {
    const values = fc.sample(clean, 300);
    const environment = Object.fromEntries(values.map((value, index) => [`V${index}`, value.replaceAll("%", "%%")]));
    const result = rendered({
      systemd: { services: { values: { environment, serviceConfig: { ExecStart: "/bin/true" } } } },
    });
    expect(problems(result)).toBe("");
    const read = readBack(written(result, "environment"), "values.service");
    for (const [index, value] of values.entries()) expect(read).toContain(`\n\t\tEnvironment: V${index}=${value}\n`);
  });

  it.skipIf(noTestMode)("(needs systemd and setpriv) arguments as they were given", () => {
    const values = fc.sample(clean, 200);
    const commands = values.map((value) => escapeSystemdExecArgs(["/bin/echo", value, "end"]));
    const result = rendered({
      systemd: { services: { args: { serviceConfig: { Type: "oneshot", ExecStart: commands } } } },
    });
    expect(problems(result)).toBe("");
    const read = readBack(written(result, "arguments"), "args.service");
    const escapes: { readonly [character: string]: string } = { "\n": String.raw`\n`, "\t": String.raw`\t` };
    // It quotes what it shows where that is needed. `$$` becomes `$` only when the command runs.
    const missing = values
      .map((value) => value.replaceAll("$", () => "$$"))
      .map(
        (value) =>
          [
            value,
            `"${value.replaceAll(/["\\$`]/g, String.raw`\$&`).replaceAll(/[\n\t]/g, (found) => escapes[found]!)}"`,
          ] as const,
      )
      .filter((words) => !words.some((word) => read.includes(`Command Line: /bin/echo ${word} end\n`)));
    expect(missing).toEqual([]);
  });

  it.skipIf(noTestMode)("(needs systemd and setpriv) an empty unit as a unit, and a disabled one as masked", () => {
    const result = rendered({ systemd: { targets: { nothing: {} }, services: { off: { enable: false } } } });
    const units = written(result, "empty");
    expect(readBack(units, "nothing.target")).toContain("Unit Load State: loaded");
    expect(readBack(units, "off.service")).not.toContain("Unit Load State: loaded");
  });
});
