/**
 * Helpers of end-to-end tests: suites that are skipped where the machine cannot boot hosts, and labs for the time of a
 * suite.
 */
import { afterAll, beforeAll, describe, test } from "vitest";
import { createLab, type Lab, type LabOptions } from "./lab.ts";
import { hostsSupported, type Support } from "./host-support.ts";
import { setUp } from "./setup.ts";

let support: Support | undefined;
let machineSupport: Promise<Support> | undefined;

/**
 * Declares a suite of tests that boots hosts. If the machine cannot boot hosts, the suite is skipped with the reason in
 * its name. With the environment variable `CI` set the suite fails instead, so that CI reports tests that never run.
 *
 * @example
 * describeWithHosts("a host", () => {
 *   const lab = useLab({ hosts: 1 });
 *   test("runs", async () => {
 *     await lab.ssh("alice", "true");
 *   });
 * });
 */
export function describeWithHosts(name: string, body: () => void): void {
  describeIf((support ??= hostsSupported()), name, body);
}

/**
 * Declares a suite of tests that boots virtual machines, like {@link describeWithHosts}. Installs the packages that
 * virtual machines need.
 */
export async function describeWithMachines(name: string, body: () => void): Promise<void> {
  machineSupport ??= setUp({ vm: true, progress: (line) => process.stderr.write(`lab: ${line}\n`) });
  describeIf(await machineSupport, name, body);
}

function describeIf(support: Support, name: string, body: () => void): void {
  if (support.ok) {
    describe(name, body);
  } else if (["", "false", "0"].includes(process.env["CI"] ?? "")) {
    process.stderr.write(`skipped: ${name}: ${support.reason}\n`); // reporters do not show the names of skipped suites
    describe.skip(`${name} (${support.reason})`, body);
  } else {
    const { reason } = support;
    describe(name, () => {
      test("hosts can be booted", () => {
        throw new Error(reason);
      });
    });
  }
}

/** Returns a lab that is up from before the first test of the enclosing suite until after the last one. */
export function useLab(options: LabOptions): Lab {
  const lab = createLab({ progress: (line) => process.stderr.write(`lab: ${line}\n`), ...options });
  beforeAll(() => lab.up(), 1_200_000); // the base image may have to be built
  afterAll(() => lab.down(), 60_000);
  return lab;
}
