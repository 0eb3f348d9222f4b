/** docs/reference/api.md: the public names of the library `troupe`, from their docstrings. */
import { type Declaration, publicDeclarations } from "./declarations.ts";

const introduction = `# Library

The names that a \`troupe.ts\` imports from \`troupe\`: docstring, signature and example of each. Tests run the examples.
`;

const sections: readonly { readonly owner: string; readonly title: string }[] = [
  { owner: "core", title: "Inventory, services, exports and filters" },
  { owner: "modules", title: "Options, types and priorities" },
  { owner: "vocabulary", title: "The portable vocabulary" },
  { owner: "nixos", title: "NixOS" },
  { owner: "troupe", title: "Flake and deployment packages" },
];

export function apiReference(): string {
  const declarations = publicDeclarations();
  const misplaced = declarations.filter(({ owner }) => !sections.some((each) => each.owner === owner));
  if (misplaced.length > 0)
    throw new Error(
      `No section of the reference is for ${misplaced.map(({ name, owner }) => `${name} of ${owner}`).join(", ")}`,
    );
  return [
    introduction,
    ...sections.map(({ owner, title }) =>
      sectionOf(
        title,
        declarations.filter((each) => each.owner === owner),
      ),
    ),
  ].join("\n");
}

/** Values come first, types second; each part in alphabetical order. */
function sectionOf(title: string, declarations: readonly Declaration[]): string {
  const isType = ({ kind }: Declaration) => kind === "interface" || kind === "type";
  const sorted = declarations.toSorted((a, b) => Number(isType(a)) - Number(isType(b)) || (a.name < b.name ? -1 : 1));
  return [`## ${title}\n`, ...sorted.map(entry)].join("\n");
}

function entry({ name, docstring, signature }: Declaration): string {
  const { prose, throws, examples } = partsOf(docstring);
  return [
    `### \`${name}\`\n`,
    ...(prose === "" ? [] : [`${prose}\n`]),
    `\`\`\`ts\n${signature}\n\`\`\`\n`,
    ...(throws.length === 0 ? [] : [`${throws.map((text) => `Throws ${text}.`).join("\n\n")}\n`]),
    ...examples.map((example) => `Example:\n\n\`\`\`ts\n${example}\n\`\`\`\n`),
  ].join("\n");
}

function partsOf(docstring: string): {
  readonly prose: string;
  readonly throws: readonly string[];
  readonly examples: readonly string[];
} {
  const [prose = "", ...tags] = docstring.split(/^(?=@)/m);
  const ofTag = (name: string) =>
    tags.filter((tag) => tag.startsWith(`@${name}`)).map((tag) => tag.slice(name.length + 1));
  return {
    prose: withoutLinks(prose.trim()),
    throws: ofTag("throws").map((text) => withoutLinks(text.trim().replace(/\s+/g, " ").replace(/\.$/, ""))),
    examples: ofTag("example").map((text) => text.replace(/^ no-run:.*/, "").trim()),
  };
}

const withoutLinks = (text: string): string => text.replace(/\{@link (\w+)\}/g, "`$1`");
