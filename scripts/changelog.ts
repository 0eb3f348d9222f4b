/**
 * `npm run changelog` prints the changes that no release has yet.
 * `npm run changelog -- 0.2.0` writes them to CHANGELOG.md as the changes of a release, and removes their files.
 */
import { globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseChangeset, releaseSection, withRelease } from "./changelog/changesets.ts";

const root = join(import.meta.dirname, "..");
const [version] = process.argv.slice(2);
const files = globSync(join(root, ".changeset/*.md")).toSorted();
const changesets = files.map((file) => parseChangeset(basename(file), readFileSync(file, "utf8")));

if (version === undefined) console.log(releaseSection("Unreleased", changesets));
else {
  const changelog = join(root, "CHANGELOG.md");
  writeFileSync(changelog, withRelease(readFileSync(changelog, "utf8"), releaseSection(version, changesets)));
  for (const file of files) rmSync(file);
}
