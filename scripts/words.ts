/**
 * `npm run words`: counts sentences in comments and titles of tests that miss the rules for texts. The report is a
 * guide, and no check fails because of it.
 *
 *   npm run words                          each package, then the files with the most findings
 *   npm run words -- packages/core         the same for one folder, in packages or elsewhere
 *   npm run words -- --list FILE…          the sentences themselves, of files or folders
 */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type FileReport, type FindingKind, reportOf } from "./words/findings.ts";
import { glossaryWords } from "./words/glossary.ts";

const root = join(import.meta.dirname, "..");
const columns: readonly FindingKind[] = ["opening", "subject", "person", "title"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { list: { type: "boolean", default: false } },
});
const read = (file: string) => readFileSync(join(root, file), "utf8");
const words = glossaryWords(read("docs/concepts/glossary.md"));
const paths = positionals.map((path) => path.replace(/^\.\//, "").replace(/\/$/, ""));
const patterns =
  paths.length === 0
    ? ["packages/*/src/**/*.ts", "packages/**/*.sh"]
    : paths.flatMap((path) => [path, `${path}/**/*.{ts,sh}`]);
const reports = globSync(patterns, { cwd: root, exclude: (path) => path.includes("node_modules") })
  .filter((file) => /\.(?:ts|sh)$/.test(file))
  .toSorted()
  .map((file) => reportOf(file, read(file), words));

const legend = `
opening  the sentence begins with a pronoun or a question word (What, Who, Those, It, …)
subject  the sentence has no identifier of the code and no word of docs/concepts/glossary.md
person   the sentence speaks of nobody, somebody, whoever or everybody
title    the title of a test begins like an opening

npm run words -- --list FILE… prints the sentences of files or folders.`;

if (values.list) list(reports);
else {
  table(
    [...Map.groupBy(reports, ({ file }) => file.split("/").slice(0, 2).join("/"))].map(([name, all]) => ({
      name,
      ...countsOf(all),
    })),
  );
  const worst = reports.toSorted((a, b) => b.findings.length - a.findings.length).slice(0, 30);
  console.log("\nThe files with the most findings:\n");
  table(
    worst.filter(({ findings }) => findings.length > 0).map((report) => ({ name: report.file, ...countsOf([report]) })),
  );
  console.log(legend);
}

function list(all: readonly FileReport[]): void {
  for (const { file, findings } of all) {
    for (const { line, kinds, sentence } of findings) console.log(`${file}:${line} [${kinds.join(", ")}] ${sentence}`);
  }
}

interface Counts {
  readonly sentences: number;
  readonly findings: number;
  readonly kinds: Readonly<Record<FindingKind, number>>;
}

function countsOf(all: readonly FileReport[]): Counts {
  const findings = all.flatMap((report) => report.findings);
  const count = (kind: FindingKind) => findings.filter(({ kinds }) => kinds.includes(kind)).length;
  return {
    sentences: all.reduce((sum, { sentences }) => sum + sentences, 0),
    findings: findings.length,
    kinds: { opening: count("opening"), subject: count("subject"), person: count("person"), title: count("title") },
  };
}

function table(rows: readonly (Counts & { readonly name: string })[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length), 7);
  const cells = (values: readonly (number | string)[]) => values.map((value) => String(value).padStart(10)).join("");
  console.log("".padEnd(width) + cells(["sentences", "findings", ...columns]));
  for (const { name, sentences, findings, kinds } of rows) {
    console.log(name.padEnd(width) + cells([sentences, findings, ...columns.map((kind) => kinds[kind])]));
  }
}
