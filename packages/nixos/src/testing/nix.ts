/** For tests: real Nix, where it is installed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mkdirSync } from "node:fs";
import { describe } from "vitest";

/** Whether there is real Nix. */
export const hasNix = spawnSync("nix-instantiate", ["--version"]).status === 0;

/** Tests that need real Nix. Where there is none they are skipped, and say why. */
export function describeWithNix(title: string, tests: () => void): void {
  describe.skipIf(!hasNix)(hasNix ? title : `${title} (skipped: there is no nix-instantiate; Debian has it in nix-bin)`, tests);
}

/**
 * What a file among others evaluates to, as JSON. One process, however much there is in it.
 * @throws what Nix says
 */
export function evaluateNix(files: Readonly<Record<string, string>>, main = "default.nix"): unknown {
  const folder = mkdtempSync(join(tmpdir(), "troupe-nix-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { status, stdout, stderr } = spawnSync(
      "nix-instantiate",
      ["--eval", "--strict", "--json", "--read-write-mode", join(folder, main)],
      {
        encoding: "utf8",
        maxBuffer: 2 ** 28,
        env: {
          ...process.env,
          NIX_STATE_DIR: join(folder, "state"),
          NIX_STORE_DIR: join(folder, "store"),
          NIX_LOCALSTATE_DIR: folder,
          NIX_LOG_DIR: join(folder, "log"),
          HOME: folder,
        },
      },
    );
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
