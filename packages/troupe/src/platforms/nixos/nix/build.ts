/** Building a machine's system where Nix is: on this computer, or on the machine itself. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Diagnostic, diagnose } from "@troupe/modules";
import { where } from "../../../remote/problem.ts";
import { askNixos, isReply, type Asking } from "../ask.ts";
import type { DesiredNixos } from "../contributions.ts";
import { failedBuild, noNix, unaskedLock } from "../diagnostics.ts";
import { packedFlake } from "../flake/lock.ts";
import { features, lastLinesOf, nixHere, runNix } from "./nix.ts";
import type { Builder } from "../details.ts";
import type { NixosState } from "../state.ts";
import { limited } from "./queue.ts";

/** A built system, by its name in the store of its builder. */
export interface Built {
  readonly builder: Builder;
  readonly system: string;
}

/** The default builder of the machine's system: this computer if its Nix builds for such machines, else the machine. */
async function builderFor({ processor }: NixosState): Promise<Builder> {
  return (await nixHere()) === `${processor}-linux` ? "here" : "there";
}

/** Builds the machine's system, with the lock in the flake's folder as it is. */
export async function build(
  desired: DesiredNixos,
  state: NixosState,
  asking: Asking & { readonly builder?: Builder | undefined },
): Promise<Built | Diagnostic> {
  const { target, flake } = desired;
  if (state.nix === undefined) {
    const here = (await nixHere()) !== undefined;
    return diagnose(noNix, { machine: target.machine, here, flake, ssh: where(target).ssh });
  }
  const builder = asking.builder ?? (await builderFor(state));
  asking.events?.({
    kind: "phase",
    machine: target.machine,
    phase: "build",
    detail: builder === "here" ? "on this computer" : "on the machine",
  });
  return limited(() => (builder === "here" ? buildHere(desired, asking) : buildThere(desired, asking)));
}

/** The attribute of the machine's system. Names of machines may have dots in them. */
const attribute = (machine: string): string => `nixosConfigurations."${machine}".config.system.build.toplevel`;

/**
 * The link to a built system, beside the flake and ignored by git: the link protects the system from Nix's garbage
 * collector.
 */
async function linkFor(flake: string, machine: string): Promise<string> {
  const folder = join(dirname(flake), "built");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, ".gitignore"), "*\n");
  return join(folder, machine);
}

async function buildHere(
  { target: { machine }, flake }: DesiredNixos,
  { signal }: Asking,
): Promise<Built | Diagnostic> {
  const installable = `path:${flake}#${attribute(machine)}`;
  const link = await linkFor(flake, machine);
  const { ok, stdout, log } = await runNix(
    "nix",
    [...features, "build", "--no-update-lock-file", "--json", "--out-link", link, installable],
    {
      signal,
    },
  );
  const path = ok
    ? (JSON.parse(stdout) as readonly { readonly outputs: { readonly out?: string } }[])[0]?.outputs.out
    : undefined;
  if (path !== undefined) return { builder: "here", system: path.replace(/^.*\//, "") };
  return diagnose(
    failedBuild,
    { machine, where: "on this computer", command: `nix build '${installable}'`, isLocked: !lacksLock(log) },
    { notes: log },
  );
}

async function buildThere({ target, flake }: DesiredNixos, asking: Asking): Promise<Built | Diagnostic> {
  const { machine } = target;
  const answer = await askNixos(target, asking, {
    verb: "build",
    args: [machine],
    input: await packedFlake(flake),
    timeoutMs: 4 * 3_600_000,
    doing: "while its system was being built there",
  });
  if (!isReply(answer)) return answer;
  if (answer.first("lock") !== undefined) return diagnose(unaskedLock, { machine });
  const [word, system = ""] = answer.end!;
  if (word === "built") return { builder: "there", system };
  const notes = lastLinesOf(
    answer
      .all("log")
      .map((fields) => fields.join(" "))
      .join("\n"),
  );
  const command = `nixos-rebuild build --flake 'path:${flake}#${machine}'`;
  return diagnose(
    failedBuild,
    { machine, where: "on the machine itself", command, isLocked: !lacksLock(notes) },
    { notes },
  );
}

/** True for the words of Nix about a lock without an input of the flake. */
const lacksLock = (log: readonly string[]): boolean => log.some((line) => line.includes("lock file changes"));
