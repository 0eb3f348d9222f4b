import { expect, test } from "vitest";
import { formatVersions } from "@troupe/linux";
import { testProject } from "../testing/project.ts";

test.each([["check"], ["show"], ["graph"], ["plan", "--offline"], ["explain", "alise", "networking"]])(
  "the output of --json names its version (%s)",
  async (...command) => {
    const project = testProject({ "inventory.json": '{ "machines": { "alice": {} } }' });
    const { stdout } = await project.troupe([...command, "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ version: formatVersions.json });
  },
);
