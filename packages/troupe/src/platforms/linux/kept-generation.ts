/** Generations that a machine keeps, as desired machines: what a plan of a rollback compares with. */
import { formatVersions, generationId, makeGeneration, parseManifest, type Provenance } from "@troupe/linux";
import type { Diagnostic } from "@troupe/modules";
import type { ContactOptions } from "../../deploy/model/options.ts";
import { readProvenance } from "../../deploy/provenance.ts";
import { readAnswer } from "../../remote/machine-answer.ts";
import type { Target } from "../../remote/transport.ts";
import { askLinux, isReply } from "./ask.ts";
import { entriesOf } from "./compare/entries.ts";
import type { DesiredLinux } from "./desired.ts";
import type { HostState } from "./state.ts";

/** The project has no places of a generation that the machine keeps. */
const marksAt = () => [];
const noProvenance: Provenance = { version: formatVersions.provenance, entries: {}, contributors: {} };

/** Returns the state before the first generation as a desired machine: a generation without entries. */
export function withoutEntries(target: Target): DesiredLinux {
  const manifest = parseManifest(`troupe-generation ${formatVersions.manifest}\nmachine\t${target.machine}\n`);
  return { target, generation: makeGeneration(manifest, new Map()), provenance: noProvenance, marksAt };
}

/** Returns a generation that the machine keeps, without the contents of its files. */
export async function keptGeneration(
  target: Target,
  id: string,
  options: ContactOptions,
): Promise<DesiredLinux | Diagnostic> {
  const contents = await fetchTree(target, id, ["manifest", "provenance.json"], options);
  if ("code" in contents) return contents;
  return readAnswer(target, () => {
    const text = contents.get("manifest")?.toString() ?? "";
    const provenance = contents.get("provenance.json")?.toString();
    // The switch refuses a damaged generation by name; its plan would be wrong.
    if (generationId(text) !== id) throw new Error(`the manifest of generation ${id} is not the one that was staged`);
    const manifest = parseManifest(text);
    return {
      target,
      generation: { id, machine: manifest.machine, manifest, files: new Map() },
      provenance: provenance === undefined ? noProvenance : readProvenance(provenance),
      marksAt,
    };
  });
}

/** Adds the contents that a plan needs: of changed files, for diffs; of sockets, timers and rules, for steps and problems. */
export async function withContents(
  { target, generation, provenance }: DesiredLinux,
  host: HostState,
  options: ContactOptions,
): Promise<DesiredLinux> {
  const before = entriesOf(host.manifest);
  const changed = new Set(
    [...entriesOf(generation.manifest)].flatMap(([key, { print, paths }]) =>
      before.get(key)?.print === print ? [] : paths,
    ),
  );
  const isSelected = (path: string) => changed.has(path) || /^units\/.*\.(?:socket|timer)|^firewall\//.test(path);
  const listed = generation.manifest.files.filter(({ path }) => isSelected(path));
  const paths = listed.map(({ path }) => path);
  const contents = await fetchTree(target, generation.id, paths, options);
  // A plan without these contents is right as well, and only has fewer diffs.
  if ("code" in contents) return { target, generation, provenance, marksAt };
  const known = new Map(
    listed.flatMap(({ path, mode }) => {
      const bytes = contents.get(path);
      return bytes === undefined ? [] : [[path, { bytes, mode }] as const];
    }),
  );
  return { target, generation: { ...generation, files: known }, provenance, marksAt };
}

async function fetchTree(
  target: Target,
  id: string,
  paths: readonly string[],
  options: ContactOptions,
): Promise<ReadonlyMap<string, Buffer> | Diagnostic> {
  if (paths.length === 0) return new Map();
  const answer = await askLinux(target, options, {
    verb: "fetch",
    args: [id],
    input: paths.map((path) => `tree\t${path}\n`).join(""),
    timeoutMs: 60_000,
    doing: "while it was being looked at",
  });
  if (!isReply(answer)) return answer;
  return new Map(
    answer
      .all("content")
      .map(([, path = "", content = ""]) => [path, Buffer.from(content.slice(1), "base64")] as const),
  );
}
