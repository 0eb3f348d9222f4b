/** For tests: fragments of configuration, evaluated and rendered. */
import { evalModules, type Evaluation, formatDiagnostic } from "@troupe/modules";
import type { SystemConfig, SystemFragment } from "@troupe/vocabulary";
import { linuxModules } from "../modules.ts";
import { renderGeneration, type Rendered } from "../render/generation.ts";

type Fragments = readonly (SystemFragment | readonly [origin: string, SystemFragment])[];

/** The generation of machine `alice`, whose modules are fragments or fragments by origin. */
export function rendered(...modules: Fragments): Rendered {
  return renderEvaluated(evaluated(...modules));
}

/** The evaluation of these fragments. */
export function evaluated(...modules: Fragments): Evaluation<SystemConfig> {
  return evalModules<SystemConfig>({
    modules: [
      ...linuxModules,
      ...modules.map((module) => {
        const [origin, config] = Array.isArray(module)
          ? (module as [string, SystemFragment])
          : ["machine alice", module];
        return { config, site: { label: origin, origin } };
      }),
    ],
  });
}

/** The generation of an evaluation. */
export function renderEvaluated({ config, definitionsAt }: Evaluation<SystemConfig>): Rendered {
  return renderGeneration({ machine: "alice", config, definitionsAt });
}

/** The text of a file of the generation; the digest in a script's or ruleset's name may be left out. */
export function fileText({ generation }: Rendered, path: string): string {
  const file = [...generation.files].find(
    ([name]) =>
      name === path ||
      (new RegExp(`-[0-9a-f]{16}(\\.[a-z]+)?$`).test(name.slice(path.length)) && name.startsWith(path)),
  );
  if (file === undefined) throw new Error(`There is no ${path} among ${[...generation.files.keys()].join(", ")}`);
  return new TextDecoder().decode(file[1].bytes);
}

/** All problems as people read them. */
export function problems({ diagnostics, warnings }: Rendered): string {
  return [...diagnostics, ...warnings].map(formatDiagnostic).join("\n");
}
