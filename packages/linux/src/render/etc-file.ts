/** Files below /etc: their entries in the manifest, and their content in the tree. */
import type { Draft, Path } from "../model/generation-draft.ts";
import type { EtcEntry } from "../model/manifest.ts";

/** The kind and the ownership of an {@link EtcEntry}. */
export type Ownership = Pick<EtcEntry, "kind" | "mode" | "user" | "group">;

/** A link into the current generation. Programs that AppArmor confines cannot read where it leads. */
export const link: Ownership = { kind: "link" };
/** A file that all users may read. */
export const publicFile: Ownership = { kind: "copy", mode: 0o644, user: "root", group: "root" };

/** Adds a file below /etc to the draft. */
export function addEtc(draft: Draft, target: string, text: string, ownership: Ownership, key: string, at: Path): void {
  // A file that is not world-readable below /etc must not be world-readable in the tree.
  const isPrivate = ownership.mode !== undefined && (ownership.mode & 0o004) === 0;
  draft.add(
    "etc",
    { target, ...ownership, path: draft.file(`etc/${target}`, text, isPrivate ? 0o600 : undefined) },
    key,
    at,
  );
}
