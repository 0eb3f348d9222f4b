/** From a machine's evaluated configuration to its generation. */
import type { Diagnostic } from "@troupe/modules";
import type { SystemConfig } from "@troupe/vocabulary";
import type { Generation, Provenance } from "../model/generation.ts";
import { makeGeneration } from "../generation/generation.ts";
import { renderSockets, renderTargets } from "../units/sockets.ts";
import { renderTimers } from "../units/timers.ts";
import { renderServices } from "../units/services.ts";
import { resolveStarts } from "../units/starting.ts";
import { renderChecks, renderPackages } from "./checks.ts";
import { startDraft } from "./draft.ts";
import { renderEtc } from "./etc.ts";
import { renderFirewall } from "./firewall.ts";
import { renderHealth } from "./health.ts";
import { renderSysctl, renderTmpfiles } from "./kernel.ts";
import { hostNameOf, renderHosts } from "./networking.ts";
import type { DefinitionsAt } from "../model/draft.ts";
import { renderUsers } from "./users.ts";

/** What is rendered. */
export interface RenderInput {
  /** The machine's name. */
  readonly machine: string;
  /** The evaluated `systemOptions`. Reading it may throw what evaluation finds wrong. */
  readonly config: SystemConfig;
  /** `definitionsAt` of the same evaluation: who says what. Without it, problems have no places and entries no origins. */
  readonly definitionsAt?: DefinitionsAt;
}

/** A generation, where its entries come from, and what is wrong with it. */
export interface Rendered {
  /** Without what `diagnostics` are about. Not to be applied unless there are none. */
  readonly generation: Generation;
  /** Entry key -> origins, for `provenance.json`. Looked up when it is asked: who only checks does not. */
  readonly origins: () => Provenance["entries"];
  /** What must be put right before the generation may be applied. */
  readonly diagnostics: readonly Diagnostic[];
  /** What is worth knowing, among it the configuration's own `warnings`. */
  readonly warnings: readonly Diagnostic[];
}

const renderers = [
  renderChecks,
  renderPackages,
  renderEtc,
  renderServices,
  renderTimers,
  renderSockets,
  renderTargets,
  renderTmpfiles,
  renderUsers,
  renderHosts,
  renderFirewall,
  renderSysctl,
  renderHealth,
];

/**
 * The generation that a machine's configuration describes. Pure: equal configurations give equal bytes.
 *
 * @example
 * import { evalModules } from "@troupe/modules";
 * import { type SystemConfig, system } from "@troupe/vocabulary";
 *
 * const alice = { config: system({ networking: { hostName: "alice" } }) };
 * const { config, definitionsAt } = evalModules<SystemConfig>({ modules: [...linuxModules, alice] });
 * const { generation, diagnostics } = renderGeneration({ machine: "alice", config, definitionsAt });
 * generation.manifest.hostname; // => "alice"
 * diagnostics; // => []
 */
export function renderGeneration({ machine, config, definitionsAt = () => [] }: RenderInput): Rendered {
  const { draft, finish } = startDraft(machine, config, definitionsAt);
  for (const render of renderers) render(draft);
  const hostname = hostNameOf(draft);
  const { content, files, origins, problems } = finish();
  const units = resolveStarts(content.units, content.wants);
  return {
    generation: makeGeneration({ ...content, ...(hostname !== undefined && { hostname }), units }, files),
    origins,
    diagnostics: problems.filter((problem) => problem.blocks !== "nothing"),
    warnings: problems.filter((problem) => problem.blocks === "nothing"),
  };
}
