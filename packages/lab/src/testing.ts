/** What end-to-end tests need: suites that are skipped where no hosts can be booted, and a lab for the time of a suite. */
import { afterAll, beforeAll, describe, test } from "vitest";
import { createLab, type Lab, type LabOptions } from "./lab.ts";
import { hostsSupported, type Support } from "./support.ts";

let support: Support | undefined;

/**
 * A suite of tests that boots hosts. Where that cannot be done it is skipped, and its name says why; with the environment
 * variable `CI` set it fails instead, because there a test that never runs is worse than none.
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
  support ??= hostsSupported();
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

/** A lab that comes up before the first test of the suite around this call, and goes down after the last one. */
export function useLab(options: LabOptions): Lab {
  const lab = createLab({ progress: (line) => process.stderr.write(`lab: ${line}\n`), ...options });
  beforeAll(() => lab.up(), 600_000); // it may have to build the base image
  afterAll(() => lab.down(), 60_000);
  return lab;
}
