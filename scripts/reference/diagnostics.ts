/** docs/reference/diagnostics.md: every kind of problem, with an example of what is said about it. */
import { diagnose, type DiagnosticKind } from "@troupe/modules";
import { renderDiagnostics } from "../../packages/troupe/src/cli/render/diagnostics.ts";
import { declaredKinds, parts } from "./kinds.ts";

const introduction = `# Diagnostics

Every kind of problem has a code that never changes. What it blocks:

- **evaluation**: something has no value, and neither has what needs it. What does not need it is computed all the same, and all problems are reported together.
- **the plan**: everything has a value, but it must not be applied.
- **nothing**: it is a warning.

The examples are as the terminal prints them, without the places in your files.
`;

const blocked = { evaluation: "evaluation", plan: "the plan", nothing: "nothing" } as const;

export async function diagnosticsReference(): Promise<string> {
  const kinds = (await declaredKinds()).map(({ kind }) => kind);
  const sections = parts.map(({ codes, title }) => {
    const own = kinds.filter(({ code }) => code.startsWith(codes));
    return [`## ${codes}: ${title}\n`, ...own.map(section)].join("\n");
  });
  return [introduction, ...sections].join("\n");
}

function section(kind: DiagnosticKind<unknown>): string {
  const { code, title, blocks } = kind;
  return `### ${code}\n\n${title}. Blocks ${blocked[blocks]}.\n\n\`\`\`text\n${sample(kind)}\n\`\`\`\n`;
}

/** Returns the terminal's text for the example of a kind, without the line of totals. */
function sample(kind: DiagnosticKind<unknown>): string {
  const printed = renderDiagnostics([diagnose(kind, kind.example)], {
    style: (_, text) => text,
    width: 100,
    folder: "/",
    readSource: () => undefined,
  });
  return printed.slice(0, printed.lastIndexOf("\n\n"));
}
