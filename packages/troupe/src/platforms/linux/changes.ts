/** The changes from the generation of a machine to its desired generation. */
import type { Generation, Manifest } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import { accountChanges } from "./compare/accounts.ts";
import type { DesiredLinux } from "./desired.ts";
import { entriesOf, type Entry } from "./compare/entries.ts";
import type { HostState } from "./state.ts";
import type { Change, Reason } from "../../deploy/model/plan.ts";
import { reasonsFor } from "../../deploy/reasons.ts";
import { linuxChangeKinds } from "./change-kinds.ts";
import { unifiedDiff } from "../../deploy/unified-diff.ts";

/** Contents of files of the machine, by path. */
export type Contents = ReadonlyMap<string, Uint8Array>;

const order = Object.keys(linuxChangeKinds);

/** The machine has this generation, and so said nothing about accounts and packages. */
function runsAlready(host: HostState, id: string): boolean {
  return host.base === id && host.manifest === undefined;
}

/** The files of the old generation whose content a diff needs. */
export function changedPaths(before: Manifest | undefined, after: Manifest): readonly string[] {
  const [old, young] = [entriesOf(before), entriesOf(after)];
  return [...young].flatMap(([key, entry]) => {
    const was = old.get(key);
    return was === undefined || was.print === entry.print ? [] : was.paths;
  });
}

/** All changes, with their reasons. `contents` has files of the old generation, by tree path. */
export function changesBetween(
  desired: DesiredLinux,
  host: HostState,
  contents: Contents,
): { changes: readonly Change[]; diagnostics: readonly Diagnostic[] } {
  const { generation, provenance } = desired;
  const after = generation.manifest;
  if (runsAlready(host, generation.id)) return { changes: [], diagnostics: [] };
  const before = host.manifest;
  const why = (key: string): readonly Reason[] => reasonsFor(key, host.provenance, provenance);
  const [old, young] = [entriesOf(before), entriesOf(after)];
  const changes: Change[] = [];
  for (const [key, entry] of young) {
    const was = old.get(key);
    if (was?.print === entry.print) continue;
    const before = contentOf(was, (path) => contents.get(path));
    const now = contentOf(entry, (path) => generation.files.get(path)?.bytes);
    // Without what was there before, a diff would be wrong: it was too large, say.
    const diff = was !== undefined && before === undefined ? "" : unifiedDiff(displayName(entry), before, now);
    changes.push({
      kind: entry.kind,
      name: entry.name,
      action: was === undefined ? "add" : "change",
      ...(diff !== "" && { diff }),
      ...noteDifference(was, entry),
      why: why(entry.kind === "script" ? (unitOf(generation, entry) ?? entry.key) : entry.key),
    });
  }
  for (const [key, was] of old) {
    if (!young.has(key)) changes.push({ kind: was.kind, name: was.name, action: "remove", why: why(was.key) });
  }
  for (const name of host.missing)
    changes.push({
      kind: "package",
      name,
      action: "add",
      notes: ["its own units stay off"],
      why: why(`package:${name}`),
    });
  const accounts = accountChanges(desired, before, host);
  changes.push(...accounts.changes.map((change) => ({ ...change, why: why(`${change.kind}:${change.name}`) })));
  return {
    changes: changes.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.name < b.name ? -1 : 1)),
    diagnostics: accounts.diagnostics,
  };
}

/** The content of all its files in a row; undefined if one of them is not known, or there are none. */
function contentOf(entry: Entry | undefined, read: (path: string) => Uint8Array | undefined): Uint8Array | undefined {
  const parts = (entry?.paths ?? []).map(read);
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  return Buffer.concat(parts as Uint8Array[]);
}

/** The notes of an entry (mode, owner, targets) that differ from the notes before. */
function noteDifference(was: Entry | undefined, now: Entry): Pick<Change, "notes"> {
  const [before, after] = [was?.notes ?? [], now.notes ?? []];
  const gone =
    was === undefined ? [] : before.filter((note) => !after.includes(note)).map((note) => `no longer ${note}`);
  const notes = [...after.filter((note) => !before.includes(note)), ...gone];
  return notes.length === 0 ? {} : { notes };
}

/** Scripts come with the unit that runs them. */
function unitOf(generation: Generation, { paths: [path] }: Entry): string | undefined {
  for (const unit of generation.manifest.units) {
    const file =
      generation.files.get(`units/${unit.name}`) ?? generation.files.get(`units/${unit.name}.d/overrides.conf`);
    if (file !== undefined && new TextDecoder().decode(file.bytes).includes(`current/${path}`))
      return `unit:${unit.name}`;
  }
  return undefined;
}

function displayName(entry: Entry): string {
  return entry.kind === "etc"
    ? entry.name
    : (entry.paths[0]?.replace(/-[0-9a-f]{16}(?=$|\.[a-z]+$)/, "") ?? entry.name);
}
