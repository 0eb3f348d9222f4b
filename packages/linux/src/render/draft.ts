/** A generation in the making: what renderers add to, with the problems they find and where entries come from. */
import { type Diagnostic, diagnose, isTroupeError, type Mark, showPath } from "@troupe/modules";
import { type PackageRef, renderPackageRefs, type SystemConfig } from "@troupe/vocabulary";
import { compareBytes, encode, sha256Hex } from "../generation/bytes.ts";
import { textFile } from "../generation/generation.ts";
import { emptyLists } from "../generation/line-kinds.ts";
import type { DefinitionsAt, Draft, Path } from "../model/draft.ts";
import type { GenerationFile } from "../model/generation.ts";
import type { Manifest } from "../model/manifest.ts";
import { invalidText } from "../diagnostics.ts";
import { originsAt, sitesAt } from "./origins.ts";

/** Where the current generation is on a machine. */
export const current = "/var/lib/troupe/current";

/** What renderers have made. */
export interface DraftResult {
  readonly content: Omit<Manifest, "files" | "hostname">;
  readonly files: ReadonlyMap<string, GenerationFile>;
  /** Who each entry comes from; looked up when it is asked. */
  readonly origins: () => { readonly [entry: string]: readonly string[] };
  readonly problems: readonly Diagnostic[];
}

/** An empty draft, and the function that ends it. */
export function startDraft(
  machine: string,
  config: SystemConfig,
  definitionsAt: DefinitionsAt,
): { draft: Draft; finish: () => DraftResult } {
  const lists = emptyLists();
  const files = new Map<string, GenerationFile>();
  const packages = new Set<string>();
  const notes: Note[] = [];
  const problems: Diagnostic[] = [];

  const draft: Draft = {
    machine,
    config,
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
      return draft.file(`${folder}/${name.replaceAll(/[^A-Za-z0-9_.-]/g, "_")}-${sha256Hex(text).slice(0, 16)}`, text, 0o755);
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
        problems.push(...error.diagnostics.map((problem) => ({ ...problem, path: showPath(at), marks: sitesAt(definitionsAt, at) })));
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
    content: { machine, ...lists, packages: [...packages] },
    files,
    origins: () => originsOf(notes, definitionsAt),
    problems,
  });
  return { draft, finish };
}

/** That an entry comes from those who define what stands at a path. */
interface Note {
  readonly key: string;
  readonly at: Path;
  readonly mentions?: ((value: unknown) => boolean) | undefined;
}

function originsOf(notes: readonly Note[], definitionsAt: DefinitionsAt): { readonly [entry: string]: readonly string[] } {
  const origins = new Map<string, Set<string>>();
  for (const { key, at, mentions } of notes) {
    const known = origins.get(key) ?? new Set();
    for (const origin of originsAt(definitionsAt, at, mentions)) known.add(origin);
    if (known.size > 0) origins.set(key, known);
  }
  return Object.fromEntries(
    [...origins].map(([key, from]) => [key, [...from].toSorted(compareBytes)] as const).toSorted(([a], [b]) => compareBytes(a, b)),
  );
}

/** Where a program of a package is on Debian. */
function programPath(ref: PackageRef, program: string): string {
  return ref.paths[program] ?? `/usr/bin/${program}`;
}

/** The first 16 hex digits of a digest: enough to tell versions of one thing apart. */
export function shortHash(...parts: readonly string[]): string {
  return sha256Hex(encode(parts.map((part) => `${part.length}:${part}`).join(""))).slice(0, 16);
}
