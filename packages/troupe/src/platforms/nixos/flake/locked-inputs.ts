/** The locked inputs of a flake, in a line each. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** A node of `flake.lock`; what else there is differs by its type. */
interface LockNode {
  readonly inputs?: { readonly [input: string]: string | readonly string[] };
  readonly locked?: {
    readonly type?: string;
    readonly owner?: string;
    readonly repo?: string;
    readonly url?: string;
    readonly path?: string;
    readonly rev?: string;
    readonly narHash?: string;
    readonly lastModified?: number;
  };
}

/**
 * The inputs that the flake itself names. Empty where nothing is locked yet.
 *
 * @example
 * lockedInputs(JSON.stringify({
 *   root: "root",
 *   nodes: {
 *     root: { inputs: { nixpkgs: "nixpkgs" } },
 *     nixpkgs: { locked: { type: "github", owner: "NixOS", repo: "nixpkgs", rev: "1a2b3c4d5e6f", lastModified: 1777600000 } },
 *   },
 * })); // => { nixpkgs: "github:NixOS/nixpkgs/1a2b3c4 (2026-05-01)" }
 */
export function lockedInputs(lock: string): { readonly [name: string]: string } {
  const { root = "root", nodes = {} } = JSON.parse(lock) as { root?: string; nodes?: { [name: string]: LockNode } };
  const inputs = Object.entries(nodes[root]?.inputs ?? {}).flatMap(([name, node]) => {
    const locked = typeof node === "string" ? nodes[node]?.locked : undefined;
    return locked === undefined ? [] : [[name, describe(locked)] as const];
  });
  return Object.fromEntries(inputs.toSorted());
}

function describe({
  type = "",
  owner,
  repo,
  url,
  path,
  rev,
  narHash,
  lastModified,
}: NonNullable<LockNode["locked"]>): string {
  const place = owner === undefined ? (url ?? path ?? "") : `${owner}/${repo}`;
  const revision = rev?.slice(0, 7) ?? narHash?.replace(/^sha256-/, "").slice(0, 7);
  const date = lastModified === undefined ? "" : ` (${new Date(lastModified * 1000).toISOString().slice(0, 10)})`;
  return `${type}:${place}${revision === undefined ? "" : `/${revision}`}${date}`;
}

/**
 * The locked inputs of the flake in a folder; none where its lock cannot be parsed, because Nix reports that better.
 */
export async function inputsOf(folder: string): Promise<{ readonly [name: string]: string }> {
  const lock = await readLock(folder);
  try {
    return lock === undefined ? {} : lockedInputs(lock);
  } catch {
    return {};
  }
}

/** The text of its `flake.lock`, if there is one. */
export function readLock(folder: string): Promise<string | undefined> {
  return readFile(join(folder, "flake.lock"), "utf8").catch(() => undefined);
}
