/** For tests: fragments of configuration, evaluated and rendered. */
import { evalModules, formatDiagnostic } from "@troupe/modules";
import type { SystemConfig, SystemFragment } from "@troupe/system";
import { linuxModules } from "../modules.ts";
import { renderGeneration, type Rendered } from "../render/render-generation.ts";

/** The generation of machine `alice`, whose modules are fragments or fragments by origin. */
export function rendered(...modules: readonly (SystemFragment | readonly [origin: string, SystemFragment])[]): Rendered {
  const evaluation = evalModules<SystemConfig>({
    modules: [
      ...linuxModules,
      ...modules.map((module) => {
        const [origin, config] = Array.isArray(module) ? (module as [string, SystemFragment]) : ["machine alice", module];
        return { config, site: { label: origin, origin } };
      }),
    ],
  });
  return renderGeneration({
    machine: "alice",
    config: evaluation.config,
    definitionsAt: (path) => evaluation.definitionsAt(path),
  });
}

/** The text of a file of the generation; the digest in a script's or ruleset's name may be left out. */
export function fileText({ generation }: Rendered, path: string): string {
  const found = [...generation.files].find(
    ([name]) => name === path || (new RegExp(`-[0-9a-f]{16}(\\.[a-z]+)?$`).test(name.slice(path.length)) && name.startsWith(path)),
  );
  if (found === undefined) throw new Error(`There is no ${path} among ${[...generation.files.keys()].join(", ")}`);
  return new TextDecoder().decode(found[1].bytes);
}

/** All problems as people read them. */
export function problems({ diagnostics, warnings }: Rendered): string {
  return [...diagnostics, ...warnings].map(formatDiagnostic).join("\n");
}
