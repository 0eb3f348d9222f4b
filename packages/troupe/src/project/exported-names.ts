/** What a file exports, read from its text: nothing of it runs. */
import { readFileSync } from "node:fs";
import type { Site } from "@troupe/modules";
import type { Node, Program } from "acorn";
import { parseTypeScript } from "./parse.ts";

/** The statements of a file; none if it cannot be read. */
function statements(file: string): readonly Node[] {
  try {
    return (parseTypeScript(readFileSync(file, "utf8")) as Program | undefined)?.body ?? [];
  } catch {
    return [];
  }
}

interface Named {
  readonly name?: string;
  readonly value?: unknown;
}
type Export = Node & {
  readonly declaration?: (Node & { readonly id?: Named; readonly declarations?: readonly { readonly id: Named }[] }) | null;
  readonly specifiers?: readonly { readonly exported: Named }[];
};

/** The names that a file exports, without those that it passes on from others as a whole. */
export function exportedNames(file: string): readonly string[] {
  const named = statements(file).filter(({ type }) => type === "ExportNamedDeclaration") as Export[];
  return named.flatMap(({ declaration, specifiers = [] }) =>
    [...(declaration?.declarations?.map(({ id }) => id) ?? [declaration?.id]), ...specifiers.map(({ exported }) => exported)].flatMap(
      (each) => each?.name ?? [],
    ),
  );
}

/** The place of the default export of a file, or the file if there is none. */
export function defaultExport(file: string): Site {
  const found = statements(file).find(({ type }) => type === "ExportDefaultDeclaration");
  return found === undefined ? { file } : { file, line: found.loc!.start.line, column: found.loc!.start.column + 1 };
}
