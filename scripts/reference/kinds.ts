/** All kinds of diagnostics, wherever in the packages they are declared. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DiagnosticKind } from "@troupe/modules";

const root = join(import.meta.dirname, "../..");

/** The parts of Troupe that find problems, by how the codes of their diagnostics begin. */
export const parts = [
  { codes: "TRP1", title: "The module system", folders: ["packages/modules/"] },
  { codes: "TRP2", title: "Machines, services and exports", folders: ["packages/core/"] },
  {
    codes: "TRP3",
    title: "Configurations of machines",
    folders: ["packages/vocabulary/", "packages/linux/", "packages/nixos/"],
  },
  { codes: "TRP4", title: "The files of a project", folders: ["packages/troupe/src/project/"] },
  {
    codes: "TRP5",
    title: "Reaching and changing machines",
    folders: ["deploy", "remote", "platforms", "bundles"].map((folder) => `packages/troupe/src/${folder}/`),
  },
  {
    codes: "TRP6",
    title: "The command line",
    folders: ["cli/", "deploy/diagnostics.ts", "platforms/nixos/diagnostics.ts"].map(
      (path) => `packages/troupe/src/${path}`,
    ),
  },
] as const;

/** A kind and the file that declares it. */
export interface DeclaredKind {
  readonly file: string;
  readonly kind: DiagnosticKind<unknown>;
}

const declaration = /^(?:export )?const \w+ = diagnosticKind\b/gm;

/** All kinds by their codes. Throws for one that its file does not export. */
export async function declaredKinds(): Promise<readonly DeclaredKind[]> {
  const files = globSync("packages/*/src/**/!(*.test|*.test-d).ts", { cwd: root });
  const found = await Promise.all(files.map((file) => kindsIn(file)));
  return found.flat().toSorted((a, b) => (a.kind.code < b.kind.code ? -1 : 1));
}

async function kindsIn(file: string): Promise<readonly DeclaredKind[]> {
  const declared = readFileSync(join(root, file), "utf8").match(declaration)?.length ?? 0;
  if (declared === 0) return [];
  const module = (await import(pathToFileURL(join(root, file)).href)) as Readonly<Record<string, unknown>>;
  const kinds = Object.values(module).filter(isKind);
  if (kinds.length !== declared)
    throw new Error(`${file} declares ${declared} kinds of diagnostics, but exports ${kinds.length}`);
  return kinds.map((kind) => ({ file, kind }));
}

const isKind = (value: unknown): value is DiagnosticKind<unknown> =>
  typeof value === "object" && value !== null && "code" in value;
