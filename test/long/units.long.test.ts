/** Units with any texts: Troupe refuses them, or systemd reads each line as the setting that was declared. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SystemFragment } from "@troupe/vocabulary";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rendered } from "../../packages/linux/src/testing/rendered.ts";
import { knownSettings } from "../../packages/linux/src/units/settings.ts";

const noAnalyze = spawnSync("systemd-analyze", ["--version"]).status !== 0;

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom("\\", "\n", "=", "[", "]", "#", ";", '"', "'", "%", "$", " ", "\t", "a", "é"),
    maxLength: 12,
  }),
  fc.constantFrom("yes", "5min", "[Service]", "ExecStart=/bin/false", "x\\", "#", ";", "%n", "/bin/true"),
);
const setting = fc.oneof(
  { arbitrary: fc.constantFrom(...knownSettings["Service"]!), weight: 9 },
  text,
  fc.constantFrom("X-Note", "X-a]\n[Unit", "Exec Start"),
);
const service = fc.record({
  description: text,
  environment: fc.dictionary(fc.oneof(fc.constantFrom("A", "B_2"), text), text, { maxKeys: 2 }),
  after: fc.array(fc.oneof(fc.constant("network.target"), text), { maxLength: 1 }),
  serviceConfig: fc
    .tuple(fc.dictionary(setting, text, { maxKeys: 2 }), fc.array(text, { maxLength: 2 }))
    .map(([settings, words]) => ({ ...settings, ExecStart: ["/bin/true", ...words].join(" ") })),
});

/** What systemd says about a line that is not the setting which it was meant to be. */
const misread =
  /Missing '='|outside of section|Unknown section|Invalid section|Unknown (?:key|lvalue)|not a valid UTF-8|invalid UTF-8|Line .*too long/i;

/** Troupe knows settings of later versions than this computer's systemd; a machine's own systemd judges them. */
const isOfLaterSystemd = (line: string): boolean =>
  knownSettings["Service"]!.has(/Unknown key '(\w+)' in section \[Service\]/.exec(line)?.[1] ?? "");

test.skipIf(noAnalyze)("(needs systemd-analyze) 4,000 units: each line is read, or the unit is refused", () => {
  const folder = mkdtempSync(join(tmpdir(), "troupe-units-"));
  let accepted = 0;
  try {
    for (const [round, chunk] of [...fc.sample(fc.array(service, { minLength: 200, maxLength: 200 }), 20)].entries()) {
      const units = join(folder, String(round));
      mkdirSync(units);
      for (const [index, unit] of chunk.entries()) {
        const name = `fuzz-${index}`;
        const result = tried({ systemd: { services: { [name]: unit } } } as unknown as SystemFragment);
        const file = result?.generation.files.get(`units/${name}.service`);
        if (file === undefined || result!.diagnostics.length + result!.warnings.length > 0) continue;
        accepted++;
        writeFileSync(join(units, `${name}.service`), file.bytes);
      }
      const { stderr } = spawnSync(
        "sh",
        ["-c", "systemd-analyze verify --man=no --recursive-errors=no fuzz-*.service"],
        {
          cwd: units,
          encoding: "utf8",
          maxBuffer: 1 << 26,
          env: { ...process.env, SYSTEMD_UNIT_PATH: `${units}:` },
        },
      );
      const complaints = stderr.split("\n").filter((line) => line.includes("fuzz-") && misread.test(line));
      expect(complaints.filter((line) => !isOfLaterSystemd(line))).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  expect(accepted).toBeGreaterThan(200);
});

/** Renders the configuration; returns undefined if it has a value of another type than an option takes. */
function tried(config: SystemFragment): ReturnType<typeof rendered> | undefined {
  try {
    return rendered(config);
  } catch {
    return undefined;
  }
}
