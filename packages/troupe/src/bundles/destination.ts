/** The destination of packages, from `--out` and the endings that a form knows. */
import { join, resolve } from "node:path";
import { diagnose, type Diagnostic } from "@troupe/modules";
import { unknownEnding } from "./diagnostics.ts";
import type { DeploymentForm } from "./form.ts";

/** The destination of one machine's package. */
export interface Destination {
  /** Absolute. */
  readonly path: string;
  /** An ending of the form; "/" is a folder. */
  readonly ending: string;
}

/** Stands for a machine's name in `--out`. */
const placeholder = "{machine}";

/**
 * Returns the destination of a machine's package. `out` is the path of the package itself if there is `one`; otherwise
 * a folder for all of them, or a path with `{machine}` in it. Without it they go to `cwd`.
 */
export function destinationOf(
  form: DeploymentForm,
  machine: string,
  { out, cwd, one }: { readonly out: string | undefined; readonly cwd: string; readonly one: boolean },
): Destination | Diagnostic {
  const endings = form.endings ?? ["/"];
  const usual = `${machine}${endings[0] === "/" ? `.${form.name}` : endings[0]!}`;
  if (out === undefined) return { path: resolve(cwd, usual), ending: endings[0]! };
  if (!one && !out.includes(placeholder)) return { path: join(resolve(cwd, out), usual), ending: endings[0]! };
  const named = out.replaceAll(placeholder, () => machine);
  const ending = endings
    .filter((suffix) => suffix !== "/" && named.endsWith(suffix))
    .reduce<string | undefined>(
      (longest, suffix) => (longest !== undefined && longest.length > suffix.length ? longest : suffix),
      undefined,
    );
  if (ending !== undefined) return { path: resolve(cwd, named), ending };
  if (endings.includes("/")) return { path: resolve(cwd, named), ending: "/" };
  return diagnose(unknownEnding, { form: form.name, path: named, endings });
}
