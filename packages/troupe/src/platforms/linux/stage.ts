/** Staging: a generation and its packages reach the machine, without changing what runs. */
import { gzipSync } from "node:zlib";
import { type AgentReply, generationArchive } from "@troupe/linux";
import { diagnose } from "@troupe/modules";
import type { ApplyContext } from "../../deploy/model/options.ts";
import { unplannedPackages } from "./diagnostics.ts";
import { damagedUpload, failedInstallation, nothingEarlier } from "../../deploy/diagnostics.ts";
import { damagedGeneration } from "../../deploy/refusal-diagnostics.ts";
import { outcomeWithout } from "../../deploy/empty-plan.ts";
import { result } from "../../deploy/machine-result.ts";
import type { MachinePlan } from "../../deploy/model/plan.ts";
import type { Staged } from "../../deploy/model/result.ts";
import { askLinux, isReply } from "./ask.ts";
import type { Target } from "../../remote/transport.ts";
import type { DesiredLinux } from "./desired.ts";
import { referredUnits, unitProblems } from "./unit-faults.ts";

/** The generation to stage: with its files, or by the id of one that the machine has. */
export type Load = DesiredLinux | { readonly id: string };

const timeoutMs = 20 * 60_000;

/** Packages that the installation may remove and upgrade, because the plan names them. */
type PlannedPackages = Pick<MachinePlan["packages"], "removals" | "upgrades">;

/** Sends the generation, has the machine verify it, and installs missing packages with their own units kept off. */
export async function stageGeneration(
  context: ApplyContext,
  target: Target,
  load: Load,
  { removals = [], upgrades = [] }: PlannedPackages = {},
): Promise<Staged> {
  const { machine } = target;
  const archive = "generation" in load ? gzipSync(generationArchive(load.generation, load.provenance)) : undefined;
  context.phase(machine, "stage");
  const answer = await askLinux(target, context, {
    verb: "stage",
    args: [
      "generation" in load ? load.generation.id : load.id,
      archive === undefined ? "-" : "archive",
      removals.join(",") || "-",
      upgrades.map(({ name }) => name).join(",") || "-",
      "generation" in load ? referredUnits(load.generation).join(",") : "",
    ],
    input: archive,
    timeoutMs,
    doing: "while the generation was brought there",
    onLine: ([word, phase]) => {
      if (word === "phase" && phase === "install") context.phase(machine, "install");
    },
  });
  if (!isReply(answer))
    return { ready: false, result: result(machine, outcomeWithout(answer), { diagnostics: [answer] }) };
  const off = answer.all("off").map(([unit = "", name = ""]) => ({ unit, package: name }));
  if (answer.end?.[0] === "staged") {
    // An earlier generation ran before, so its remarks must not prevent a rollback.
    const diagnostics = "id" in load ? [] : unitProblems(load, answer);
    if (diagnostics.every(({ blocks }) => blocks === "nothing")) return { ready: true, off, diagnostics };
    return { ready: false, result: result(machine, "refused", { off, diagnostics }) };
  }
  const problem = refusal(
    answer,
    machine,
    "generation" in load ? load.generation.manifest.packages : [],
    "id" in load ? load.id : undefined,
  );
  return { ready: false, result: result(machine, "refused", { off, diagnostics: [problem] }) };
}

function refusal(reply: AgentReply, machine: string, packages: readonly string[], id: string | undefined) {
  const notes = reply.all("log").map((fields) => fields.join(" "));
  const reason = reply.end?.[1];
  if (reason === "install") return diagnose(failedInstallation, { machine, packages }, { notes });
  if (reason === "unplanned") {
    const changed = (how: string) =>
      reply.all("unplanned").flatMap(([each, name = ""]) => (each === how ? [name] : []));
    return diagnose(unplannedPackages, { machine, removed: changed("remove"), upgraded: changed("upgrade") });
  }
  if (reason === "damaged" && id !== undefined)
    return diagnose(damagedGeneration, { machine, generation: id, files: reply.all("damaged").flat() });
  if (reason === "unknown")
    return diagnose(nothingEarlier, { machine, kept: [], ...(id !== undefined && { wanted: id }) });
  return diagnose(
    damagedUpload,
    { machine, reason: reason === "tampered" ? "what arrived is not what its name says" : "the archive was cut off" },
    { notes },
  );
}
