/** Changesets: the files of `.changeset`, each with one change that users notice. */

export type Bump = "major" | "minor" | "patch";

/** A file of `.changeset`. */
export interface Changeset {
  readonly file: string;
  /** The packages that change, each with the part of the version that rises. */
  readonly packages: ReadonlyMap<string, Bump>;
  readonly text: string;
}

/**
 * Reads a changeset: packages between two lines `---`, and below them the text for users. Throws for any other form.
 */
export function parseChangeset(file: string, source: string): Changeset {
  const [, head, text] =
    /^---\n([^]*?)\n---\n\n([^]+)$/.exec(source) ?? fail(file, "begins with packages between two lines ---");
  const packages = head!.split("\n").map((line): readonly [string, Bump] => {
    const [, name, bump] =
      /^"([^"]+)": (major|minor|patch)$/.exec(line) ?? fail(file, `does not understand ${JSON.stringify(line)}`);
    return [name!, bump as Bump];
  });
  return { file, packages: new Map(packages), text: text!.trim() };
}

function fail(file: string, rule: string): never {
  throw new Error(`${file}: a changeset ${rule}.`);
}

const headings: readonly (readonly [Bump, string])[] = [
  ["major", "Major changes"],
  ["minor", "Minor changes"],
  ["patch", "Patches"],
];

/** Returns the section of the changelog for one release. Each change stands once, under the highest of its parts. */
export function releaseSection(title: string, changesets: readonly Changeset[]): string {
  const parts = headings.map(([bump, heading]) => {
    const texts = changesets
      .filter((changeset) => highest(changeset) === bump)
      .map(({ text }) => `- ${text.replaceAll("\n", "\n  ")}\n`);
    return texts.length === 0 ? "" : `\n### ${heading}\n\n${texts.join("")}`;
  });
  return `## ${title}\n${parts.join("")}`;
}

const highest = ({ packages }: Changeset): Bump =>
  headings.map(([bump]) => bump).find((bump) => [...packages.values()].includes(bump))!;

/** Returns the changelog with a section above the earlier releases. */
export function withRelease(changelog: string, section: string): string {
  const earlier = changelog.search(/^## /m);
  const head = (earlier === -1 ? changelog : changelog.slice(0, earlier)).trimEnd();
  return [head, section.trimEnd(), ...(earlier === -1 ? [] : [changelog.slice(earlier).trimEnd()])].join("\n\n") + "\n";
}
