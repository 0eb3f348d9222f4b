/** Programs that checks and tests need and that a developer's computer may lack. */
import { spawnSync } from "node:child_process";

/** A program, and the Debian package that has it. */
export interface Program {
  readonly program: string;
  readonly debian: string;
}

/** True if the program can be run. */
export const isInstalled = ({ program }: Program): boolean => spawnSync(program, ["--version"]).status === 0;

/** Installs the missing programs where this process may: as root, with apt. */
export function installMissing(programs: readonly Program[]): void {
  const missing = programs.filter((program) => !isInstalled(program)).map(({ debian }) => debian);
  if (missing.length === 0 || process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return;
  console.log(`set-up: installing from Debian: ${missing.join(", ")}`);
  const install = ["--quiet", "--yes", "--no-install-recommends", "install", ...missing];
  // A new machine has no lists of packages, or lists that name versions which the archive has replaced since.
  if (!runApt(install) && runApt(["--quiet", "update"])) runApt(install);
}

function runApt(args: readonly string[]): boolean {
  return (
    spawnSync("apt-get", args, {
      stdio: ["ignore", "ignore", 2],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0
  );
}
