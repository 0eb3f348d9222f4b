/** From a machine's evaluated configuration to its generation. */
import type { Diagnostic } from "@troupe/modules";
import type { SystemConfig } from "@troupe/vocabulary";
import { makeGeneration } from "../generation/generation.ts";
import type { Generation, Provenance } from "../model/generation.ts";
import type { DefinitionsAt, Renderer } from "../model/generation-draft.ts";
import { resolveStarts } from "../units/started-units.ts";
import { renderAssertions } from "./assertions.ts";
import { renderBoot } from "./boot.ts";
import { renderEnvironment } from "./environment.ts";
import { renderFacts } from "./facts.ts";
import { startDraft } from "./generation-draft.ts";
import { renderHealthChecks } from "./health-checks.ts";
import { renderNetworking } from "./networking.ts";
import { renderSystemd } from "./systemd.ts";
import { renderUsers } from "./users.ts";
import { renderWarnings } from "./warnings.ts";

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
  const { draft, finish } = startDraft(machine, definitionsAt);
  for (const render of Object.values(renderers)) render(draft, config);
  const { content, files, origins, problems } = finish();
  const units = resolveStarts(content.units, content.wants);
  return {
    generation: makeGeneration({ ...content, units }, files),
    origins,
    diagnostics: problems.filter((problem) => problem.blocks !== "nothing"),
    warnings: problems.filter((problem) => problem.blocks === "nothing"),
  };
}
