/** Core knows no platform: classes of machines are its input, so its code names none. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const platformName = /linux|nixos|darwin/i;
const tokens = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/.*/g;

/** The lines of a source text that name a platform outside of comments, with their numbers. */
function linesWithPlatforms(source: string): readonly string[] {
  const blank = (comment: string) => comment.replaceAll(/[^\n]/g, "");
  const code = source.replaceAll(tokens, (token, text: string | undefined) => text ?? blank(token));
  return code.split("\n").flatMap((line, index) => (platformName.test(line) ? [`${index + 1}: ${line.trim()}`] : []));
}

it("names in literals and identifiers are found, names in comments are not", () => {
  const source = ["/** For linux. */", 'const a = "https://x"; // linux', "const isNixos = true;", 'result["linuxModule"];'].join("\n");
  expect(linesWithPlatforms(source)).toEqual(["3: const isNixos = true;", '4: result["linuxModule"];']);
});

const files = globSync("packages/core/src/**/*.ts", { cwd: root }).filter((file) => !/\.test(-d)?\.ts$|[\\/]testing[/.]/.test(file));

it("packages/core names no platform", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap((file) => linesWithPlatforms(readFileSync(join(root, file), "utf8")).map((line) => `${file}:${line}`))).toEqual([]);
});
