/** The draft of a generation, with the problems that renderers report and the provenance of the entries. */
import { type Diagnostic, diagnose, isTroupeError, type Mark, showPath } from "@troupe/modules";
import { type PackageRef, renderPackageRefs } from "@troupe/vocabulary";
import { compareBytes, encode, sha256Hex } from "../generation/bytes.ts";
import { textFile } from "../generation/generation.ts";
import { emptyLists } from "../generation/line-kinds.ts";
import type { DefinitionsAt, Draft, Path } from "../model/generation-draft.ts";
import type { GenerationFile } from "../model/generation.ts";
import type { Manifest } from "../model/manifest.ts";
import { invalidText } from "../diagnostics.ts";
import { originsAt, sitesAt } from "./origins.ts";

/** Path of the link to the current generation on a machine. */
export const current = "/var/lib/troupe/current";

/** The content of a finished draft. */
export interface DraftResult {
  readonly content: Omit<Manifest, "files">;
  readonly files: ReadonlyMap<string, GenerationFile>;
  /** Entry key -> contributors, looked up on the first call. */
  readonly origins: () => { readonly [entry: string]: readonly string[] };
  readonly problems: readonly Diagnostic[];
}

/** Returns an empty draft, and the function that finishes it. */
export function startDraft(machine: string, definitionsAt: DefinitionsAt): { draft: Draft; finish: () => DraftResult } {
  let hostname: string | undefined;
  const lists = emptyLists();
  const files = new Map<string, GenerationFile>();
  const packages = new Set<string>();
  const notes: Note[] = [];
  const problems: Diagnostic[] = [];

  const draft: Draft = {
    machine,
    hostname(name) {
      hostname = name;
    },
    add(list, entry, key, ...at) {
      (lists[list] as unknown[]).push(entry);
      if (key !== undefined) draft.origin(key, ...at);
    },
    origin(key, ...at) {
      for (const path of at) notes.push({ key, at: path });
    },
    file(path, text, mode) {
      files.set(path, textFile(text, mode));
      return path;
    },
    script(folder, name, text) {
      return draft.file(
        `${folder}/${name.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}-${sha256Hex(text).slice(0, 16)}`,
        text,
        0o755,
      );
    },
    text(value, at) {
      if (!value.isWellFormed())
        draft.report(invalidText, { what: `\`${showPath(at)}\``, problem: "half a character (a lone surrogate)" }, at);
      try {
        return renderPackageRefs(value, (ref, program) => {
          for (const name of ref.debian) draft.install(name, at);
          return programPath(ref, program);
        });
      } catch (error) {
        if (!isTroupeError(error)) throw error;
        problems.push(
          ...error.diagnostics.map((problem) => ({
            ...problem,
            path: showPath(at),
            marks: sitesAt(definitionsAt, at),
          })),
        );
        return value;
      }
    },
    install(debianName, at, mentions) {
      packages.add(debianName);
      notes.push({ key: `package:${debianName}`, at, mentions });
    },
    report(kind, params, at, mentions) {
      const marks: readonly Mark[] = sitesAt(definitionsAt, at, mentions);
      problems.push(diagnose(kind, params, { path: showPath(at), marks }));
    },
  };

  const finish = (): DraftResult => ({
    content: { machine, ...(hostname !== undefined && { hostname }), ...lists, packages: [...packages] },
    files,
    origins: () => originsOf(notes, definitionsAt),
    problems,
  });
  return { draft, finish };
}

/** States that the contributors of `at` contribute to the entry `key`. */
interface Note {
  readonly key: string;
  readonly at: Path;
  readonly mentions?: ((value: unknown) => boolean) | undefined;
}

function originsOf(
  notes: readonly Note[],
  definitionsAt: DefinitionsAt,
): { readonly [entry: string]: readonly string[] } {
  const origins = new Map<string, Set<string>>();
  for (const { key, at, mentions } of notes) {
    const contributors = origins.get(key) ?? new Set();
    for (const origin of originsAt(definitionsAt, at, mentions)) contributors.add(origin);
    if (contributors.size > 0) origins.set(key, contributors);
  }
  return Object.fromEntries(
    [...origins]
      .map(([key, from]) => [key, [...from].toSorted(compareBytes)] as const)
      .toSorted(([a], [b]) => compareBytes(a, b)),
  );
}

/** Returns the path of a package's program on Debian. */
function programPath(ref: PackageRef, program: string): string {
  return ref.paths[program] ?? `/usr/bin/${program}`;
}

/** Returns the first 16 hex digits of the digest of several texts, to distinguish versions of a file or unit. */
export function shortHash(...parts: readonly string[]): string {
  return sha256Hex(encode(parts.map((part) => `${part.length}:${part}`).join(""))).slice(0, 16);
}
