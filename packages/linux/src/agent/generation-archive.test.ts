import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";
import { makeGeneration, textFile } from "../generation/generation.ts";
import { generationArchive } from "./generation-archive.ts";

const long = `etc/${"deep/".repeat(30)}file`;
const generation = makeGeneration(
  {
    machine: "alice",
    etc: [],
    hosts: [],
    units: [],
    wants: [],
    packages: [],
    groups: [],
    users: [],
    tmpfiles: [],
    sysctl: [],
    health: [],
    state: [],
  },
  new Map([
    [long, textFile("far down\n")],
    ["etc/empty", textFile("")],
    ["health/run", textFile("#!/bin/sh\n", 0o755)],
    ["units/dev-disk\\x2d1.mount", textFile("[Mount]\n")],
    ["etc/größe", textFile("ü\n")],
  ]),
);
const archive = () => generationArchive(generation, { version: 1, entries: {}, contributors: {} });
const tar = (...args: string[]) =>
  spawnSync("tar", args, { input: archive(), encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC" } });

it("is read by tar, with the modes of the files and names of any length", () => {
  const listed = tar("-tvf", "-", "--quoting-style=literal");
  expect(listed.stderr).toBe("");
  expect(listed.stdout.replaceAll("deep/".repeat(30), "DEEP/").replaceAll(/ +/g, " ")).toMatchInlineSnapshot(`
    "-rw-r--r-- 0/0 9 1970-01-01 00:00 etc/DEEP/file
    -rw-r--r-- 0/0 0 1970-01-01 00:00 etc/empty
    -rw-r--r-- 0/0 3 1970-01-01 00:00 etc/größe
    -rwxr-xr-x 0/0 10 1970-01-01 00:00 health/run
    -rw------- 0/0 627 1970-01-01 00:00 manifest
    -rw------- 0/0 45 1970-01-01 00:00 provenance.json
    -rw-r--r-- 0/0 8 1970-01-01 00:00 units/dev-disk\\x2d1.mount
    "
  `);
  expect(tar("-xOf", "-", long).stdout).toBe("far down\n");
  expect(tar("-xOf", "-", "etc/größe").stdout).toBe("ü\n");
});

it("is the same for the same generation", () => {
  expect(archive()).toEqual(archive());
});
