/** Where packages are written, and as what: from `--out` and the endings that a form knows. */
import { join, resolve } from "node:path";
import { diagnose, type Diagnostic } from "@troupe/modules";
import { unknownEnding } from "./diagnostics.ts";
import type { DeploymentForm } from "./form.ts";

/** Where the package of one machine goes. */
export interface Destination {
  /** Absolute. */
  readonly path: string;
  /** One of the form's endings; "/" is a folder. */
  readonly ending: string;
}

/** Stands for a machine's name in `--out`. */
const placeholder = "{machine}";

/**
 * Where each machine's package goes. `out` is the path of the package itself if there is `one`; otherwise a folder for all of
 * them, or a path with `{machine}` in it. Without it they go to `cwd`.
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
    .filter((each) => each !== "/" && named.endsWith(each))
    .reduce<string | undefined>((longest, each) => (longest !== undefined && longest.length > each.length ? longest : each), undefined);
  if (ending !== undefined) return { path: resolve(cwd, named), ending };
  if (endings.includes("/")) return { path: resolve(cwd, named), ending: "/" };
  return diagnose(unknownEnding, { form: form.name, path: named, endings });
}
