/**
 * The global set-up of end-to-end tests: installs missing Debian packages and builds the base image before the first
 * test.
 */
import { baseImage } from "./base-image.ts";
import { setUp } from "./setup.ts";

/** Vitest calls this function once. If the machine cannot boot hosts, the tests report the reason. */
export async function setup(): Promise<void> {
  const progress = (line: string): void => void process.stderr.write(`lab: ${line}\n`);
  const supported = await setUp({ progress });
  if (supported.ok) await baseImage(progress);
}
