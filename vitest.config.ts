import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// `troupe-source` makes workspace packages resolve to their sources instead of their builds.
const shared = {
  resolve: { conditions: ["troupe-source", "node"] },
  ssr: { resolve: { conditions: ["troupe-source", "node"], externalConditions: ["troupe-source", "node"] } },
};
const sources = ["packages/*/src", "examples", "scripts", "test", "bench"];

export default defineConfig({
  test: {
    // One worker more than cores, because tests also wait: for watched files, time limits and hosts.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          // The limit ends a test that hangs. Tests of the agent script start hundreds of processes, which takes minutes
          // on a busy computer.
          testTimeout: 300_000,
          include: sources.map((folder) => `${folder}/**/*.test.ts`),
          exclude: ["**/*.{e2e,long}.test.ts", "**/node_modules/**"],
        },
      },
      {
        ...shared,
        test: {
          name: "types",
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: sources.map((folder) => `${folder}/**/*.test-d.ts`),
            tsconfig: "tsconfig.json",
          },
        },
      },
      {
        ...shared,
        test: {
          name: "e2e",
          include: sources.map((folder) => `${folder}/**/*.e2e.test.ts`),
          exclude: ["**/node_modules/**"],
          globalSetup: ["packages/lab/src/global-setup.ts"],
          // End-to-end tests wait for hosts most of the time, and labs do not see each other. Three files at once keep
          // two cores busy.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
          // Labs are named by process, and each test file is a process of its own.
          pool: "forks",
          // Hosts boot, switch and wait for each other on the cores that other programs leave.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        ...shared,
        test: {
          name: "long",
          include: sources.map((folder) => `${folder}/**/*.long.test.ts`),
          exclude: ["**/node_modules/**"],
          globalSetup: ["packages/lab/src/global-setup.ts"],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
