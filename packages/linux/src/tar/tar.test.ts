import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../generation/bytes.ts";
import { tarArchive, tarEnd, type TarEntry, tarFileHeader } from "./tar.ts";

const tar = (input: Uint8Array, ...args: string[]) =>
  spawnSync("tar", args, { input, encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC" } });
const far = `srv/${"deep/".repeat(30)}file`;
const entries: readonly TarEntry[] = [
  { type: "file", path: "b", mode: 0o600, bytes: encode("two\n") },
  { type: "directory", path: "a", mode: 0o700 },
  { type: "link", path: "a/link", target: "../b" },
  { type: "link", path: "a/far", target: `/${far}` },
  { type: "file", path: far, mode: 0o755, bytes: encode("") },
];

describe("an archive", () => {
  it("unpacks with tar", () => {
    const { stdout, stderr } = tar(tarArchive(entries), "-tvf", "-");
    expect(stderr).toBe("");
    expect(stdout.replaceAll("deep/".repeat(30), "DEEP/").replaceAll(/ +/g, " ")).toMatchInlineSnapshot(`
      "drwx------ 0/0 0 1970-01-01 00:00 a/
      lrwxrwxrwx 0/0 0 1970-01-01 00:00 a/far -> /srv/DEEP/file
      lrwxrwxrwx 0/0 0 1970-01-01 00:00 a/link -> ../b
      -rw------- 0/0 4 1970-01-01 00:00 b
      -rwxr-xr-x 0/0 0 1970-01-01 00:00 srv/DEEP/file
      "
    `);
  });

  it("does not depend on the order of the entries", () => {
    const expected = tarArchive(entries);
    fc.assert(
      fc.property(fc.shuffledSubarray([...entries], { minLength: entries.length }), (shuffled) => {
        expect(tarArchive(shuffled)).toEqual(expected);
      }),
    );
  });

  it("may hold files larger than eleven octal digits can say", () => {
    const size = 9 * 2 ** 30;
    const { stdout } = tar(Buffer.concat([tarFileHeader("disk", 0o644, size), tarEnd]), "-tvf", "-");
    expect(stdout).toContain(` ${size} `);
  });
});
