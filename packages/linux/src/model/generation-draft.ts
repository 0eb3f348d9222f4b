/** The draft of a generation, which all renderers write to. */
import type { DefinitionInfo, DiagnosticKind } from "@troupe/modules";
import type { SystemConfig } from "@troupe/vocabulary";
import type { Lists } from "./manifest.ts";

/** Path of an option, or of a part of its value. */
export type Path = readonly string[];
/** `Evaluation.definitionsAt` of @troupe/modules. */
export type DefinitionsAt = (path: Path) => readonly DefinitionInfo[];

/** Lists that {@link Draft.add} accepts. `Draft.file` and `Draft.install` fill `files` and `packages`. */
export type ListKey = Exclude<keyof Lists, "files" | "packages">;

/** A generation while renderers fill it, with the problems they report. */
export interface Draft {
  readonly machine: string;
  /** Sets the machine's host name. */
  hostname(name: string): void;
  /**
   * Adds an entry to a list of the manifest. `key` ("unit:kv.service") gets the contributors of `at` in the provenance.
   */
  add<K extends ListKey>(list: K, entry: Lists[K], key?: string, ...at: readonly Path[]): void;
  /** Adds the contributors of `at` to the provenance of `key`. */
  origin(key: string, ...at: readonly Path[]): void;
  /** Adds a file to the tree and returns its tree path. */
  file(path: string, text: string, mode?: number): string;
  /** Adds an executable file to the tree under a name that holds its digest, and returns its tree path. */
  script(folder: string, name: string, text: string): string;
  /** Replaces the program placeholders in a text by paths, and installs the packages that they name. */
  text(value: string, at: Path): string;
  /** Adds a Debian package to the manifest. `mentions` selects the definitions of `at` that ask for the package. */
  install(debianName: string, at: Path, mentions?: (value: unknown) => boolean): void;
  /** Reports a problem with the value at `at`. `mentions` selects the definitions of `at` that the diagnostic marks. */
  report<P>(kind: DiagnosticKind<P>, params: P, at: Path, mentions?: (value: unknown) => boolean): void;
}

/** Renders one group of options of the vocabulary, of which it reads the values. */
export type Renderer<G extends keyof SystemConfig> = (draft: Draft, config: Pick<SystemConfig, G>) => void;
