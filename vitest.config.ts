import { defineConfig } from "vitest/config";

// `troupe-source` makes workspace packages resolve to their sources instead of their builds.
const shared = {
  resolve: { conditions: ["troupe-source", "node"] },
  ssr: { resolve: { conditions: ["troupe-source", "node"], externalConditions: ["troupe-source", "node"] } },
};
const sources = ["packages/*/src", "examples", "scripts", "test", "bench"];

export default defineConfig({
  test: {
    // Else one core is left for the runner, which has next to nothing to do: of two that is half.
    maxWorkers: "100%",
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          // Laws are tried on many values; how long that takes depends on what else the machine does.
          testTimeout: 60_000,
          include: sources.map((folder) => `${folder}/**/*.test.ts`),
          exclude: ["**/*.e2e.test.ts", "**/node_modules/**"],
        },
      },
      {
        ...shared,
        test: {
          name: "types",
          include: [],
          typecheck: { enabled: true, only: true, include: sources.map((folder) => `${folder}/**/*.test-d.ts`), tsconfig: "tsconfig.json" },
        },
      },
      {
        ...shared,
        test: {
          name: "e2e",
          include: sources.map((folder) => `${folder}/**/*.e2e.test.ts`),
          exclude: ["**/node_modules/**"],
          globalSetup: ["packages/lab/src/global-setup.ts"],
          fileParallelism: false,
          // Several machines boot, switch and wait for each other, on as much of this one as others leave.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
