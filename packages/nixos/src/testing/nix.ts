/** Helpers of tests that run Nix. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mkdirSync } from "node:fs";
import { describe } from "vitest";

/** True where Nix is installed. */
export const hasNix = spawnSync("nix-instantiate", ["--version"]).status === 0;

/** A suite of tests that need Nix. Where Nix is not installed, the suite is skipped and its title says so. */
export function describeWithNix(title: string, tests: () => void): void {
  describe.skipIf(!hasNix)(
    hasNix ? title : `${title} (skipped: there is no nix-instantiate; Debian has it in nix-bin)`,
    tests,
  );
}

/**
 * Evaluates the file `main` among `files` to JSON, in one process.
 *
 * @throws an Error with the message of Nix
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
