/** Prepares a machine for labs: installs missing Debian packages. */
import { readdir } from "node:fs/promises";
import { lastLines, run } from "./command.ts";
import { type Progress, silent } from "./progress.ts";
import {
  hostsSupported,
  machinesSupported,
  missingPackages,
  type Support,
  whyNoEmulator,
  whyNotHere,
} from "./host-support.ts";

/** Options of {@link setUp}. */
export interface SetUpOptions {
  /** Receives a line for every step that takes longer than half a second. */
  readonly progress?: Progress;
  /** Prepares the machine for virtual machines as well. */
  readonly vm?: boolean;
}

/**
 * Installs the Debian packages that labs need and this machine lacks, and returns whether the machine can boot hosts.
 * Installs nothing if no package is missing, without root, and on a distribution that does not descend from Debian. With
 * `vm`, the answer is whether the machine can boot virtual machines, and their packages are installed too.
 *
 * @example
 * const supported = await setUp({ progress: console.error });
 */
export async function setUp({ progress = silent, vm = false }: SetUpOptions = {}): Promise<Support> {
  const supported = vm ? machinesSupported : hostsSupported;
  const missing = missingPackages({ vm });
  if (missing.length === 0 || whyNotHere() !== undefined || (vm && whyNoEmulator() !== undefined)) return supported();
  progress(`installing the Debian packages ${missing.join(", ")}`);
  if (!(await hasLists())) await updateLists(progress);
  let result = await install(missing);
  if (result.status !== 0) {
    await updateLists(progress); // old lists name versions that the archive has replaced
    result = await install(missing);
  }
  if (result.status !== 0) {
    return { ok: false, reason: `${missing.join(", ")} cannot be installed: ${lastLines(result.stderr, 5)}` };
  }
  return supported();
}

async function hasLists(): Promise<boolean> {
  const files = await readdir("/var/lib/apt/lists").catch(() => []);
  return files.some((file) => file.includes("_Packages"));
}

async function updateLists(progress: Progress): Promise<void> {
  progress("updating the machine's lists of packages");
  await run(["apt-get", "--quiet", "update"], { allowFailure: true });
}

function install(packages: readonly string[]): ReturnType<typeof run> {
  const argv = [
    "apt-get",
    "--quiet",
    "--yes",
    "--no-install-recommends",
    "-o",
    "DPkg::Lock::Timeout=120",
    "install",
    ...packages,
  ];
  return run(argv, { allowFailure: true, env: { DEBIAN_FRONTEND: "noninteractive" } });
}
