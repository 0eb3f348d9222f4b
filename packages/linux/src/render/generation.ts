/** Renders a machine's evaluated configuration as its generation. */
import type { Diagnostic, Mark } from "@troupe/modules";
import type { SystemConfig } from "@troupe/vocabulary";
import { makeGeneration } from "../generation/generation.ts";
import type { Generation, Provenance } from "../model/generation.ts";
import type { DefinitionsAt, Path, Renderer } from "../model/generation-draft.ts";
import { resolveStarts } from "../units/started-units.ts";
import { renderAssertions } from "./assertions.ts";
import { renderBoot } from "./boot.ts";
import { renderEnvironment } from "./environment.ts";
import { renderFacts } from "./facts.ts";
import { startDraft } from "./generation-draft.ts";
import { renderHealthChecks } from "./health-checks.ts";
import { sitesAt } from "./origins.ts";
import { renderNetworking } from "./networking.ts";
import { renderSystemd } from "./systemd.ts";
import { renderUsers } from "./users.ts";
import { renderWarnings } from "./warnings.ts";

/** The input of {@link renderGeneration}. */
export interface RenderInput {
  /** The machine's name. */
  readonly machine: string;
  /** The evaluated `systemOptions`. A read may throw the problems of the evaluation. */
  readonly config: SystemConfig;
  /** `definitionsAt` of the same evaluation. Without it, problems have no places and entries no origins. */
  readonly definitionsAt?: DefinitionsAt;
}

/** A generation, the origins of its entries, and its problems. */
export interface Rendered {
  /** Lacks the entries that `diagnostics` are about. Must not be applied if there are `diagnostics`. */
  readonly generation: Generation;
  /** Returns entry key -> origins for `provenance.json`. Computed on the call, because `check` does not need it. */
  readonly origins: () => Provenance["entries"];
  /** Problems that block the plan. */
  readonly diagnostics: readonly Diagnostic[];
  /** Problems that block nothing, and the `warnings` of the configuration. */
  readonly warnings: readonly Diagnostic[];
  /** Returns the places of the definitions of an option, for problems that only a machine finds. */
  readonly marksAt: (path: Path) => readonly Mark[];
}

/** The renderer of each group of options, in the order in which the problems of the groups are reported. */
const renderers: { readonly [G in keyof SystemConfig]: Renderer<G> } = {
  assertions: renderAssertions,
  warnings: renderWarnings,
  environment: renderEnvironment,
  systemd: renderSystemd,
  users: renderUsers,
  networking: renderNetworking,
  boot: renderBoot,
  healthChecks: renderHealthChecks,
  facts: renderFacts,
};

/**
 * Renders the generation of a machine's configuration. Pure: equal configurations give equal bytes.
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
  const { draft, finish } = startDraft(machine, definitionsAt);
  for (const render of Object.values(renderers)) render(draft, config);
  const { content, files, origins, problems } = finish();
  const units = resolveStarts(content.units, content.wants);
  return {
    generation: makeGeneration({ ...content, units }, files),
    origins,
    diagnostics: problems.filter((problem) => problem.blocks !== "nothing"),
    warnings: problems.filter((problem) => problem.blocks === "nothing"),
    marksAt: (path) => sitesAt(definitionsAt, path),
  };
}
