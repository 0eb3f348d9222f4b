/** The exports of a file, read from its text without running the file. */
import { readFileSync } from "node:fs";
import type { Site } from "@troupe/modules";
import type { Node, Program } from "acorn";
import { parseTypeScript } from "./parse.ts";

/** Returns the statements of a file; none if the file cannot be read or parsed. */
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
  readonly declaration?:
    | (Node & { readonly id?: Named; readonly declarations?: readonly { readonly id: Named }[] })
    | null;
  readonly specifiers?: readonly { readonly exported: Named }[];
};

/** Returns the names that a file exports, without those of `export *`. */
export function exportedNames(file: string): readonly string[] {
  const named = statements(file).filter(({ type }) => type === "ExportNamedDeclaration") as Export[];
  return named.flatMap(({ declaration, specifiers = [] }) =>
    [
      ...(declaration?.declarations?.map(({ id }) => id) ?? [declaration?.id]),
      ...specifiers.map(({ exported }) => exported),
    ].flatMap((identifier) => identifier?.name ?? []),
  );
}

/** Returns the place of the default export of a file; the file alone if it has none. */
export function defaultExport(file: string): Site {
  const statement = statements(file).find(({ type }) => type === "ExportDefaultDeclaration");
  return statement === undefined
    ? { file }
    : { file, line: statement.loc!.start.line, column: statement.loc!.start.column + 1 };
}
