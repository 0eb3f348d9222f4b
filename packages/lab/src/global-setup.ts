/** Global set-up of test runs that boot hosts: installs what is missing and builds the base image before any test waits for it. */
import { baseImage } from "./base.ts";
import { setUp } from "./setup.ts";

/** Called once by the test runner. Where hosts cannot be booted the tests themselves say so. */
export async function setup(): Promise<void> {
  const progress = (line: string): void => void process.stderr.write(`lab: ${line}\n`);
  const supported = await setUp({ progress });
  if (supported.ok) await baseImage(progress);
}
