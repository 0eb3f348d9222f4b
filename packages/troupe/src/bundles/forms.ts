/** Which forms of deployment packages there are: Troupe's, and those that a project exports. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, diagnose, fail, TroupeError } from "@troupe/modules";
import { suggest } from "@troupe/modules/internal";
import { importModule } from "../project/typescript.ts";
import { formNotes, invalidForm, noForm, sameForm, unknownForm } from "./diagnostics.ts";
import type { DeploymentForm } from "./form.ts";
import { nocloud } from "./nocloud/nocloud.ts";
import { oci } from "./oci/oci.ts";
import { tar } from "./tar.ts";
import { tree } from "./tree.ts";

const builtIn: readonly DeploymentForm[] = [tree, tar, oci, nocloud];

/**
 * All forms that a project can be built as: Troupe's own, then those of `export const deploymentForms` in its
 * `troupe.ts`.
 *
 * @throws TRP5309, TRP5310 for what is exported and is no form, all of it at once
 */
export async function formsOf(folder: string): Promise<readonly DeploymentForm[]> {
  // Loaded already: this is the same module once more.
  const script = ["troupe.ts", "troupe.mts", "troupe.js", "troupe.mjs"]
    .map((name) => join(folder, name))
    .find((file) => existsSync(file));
  const exported = script === undefined ? undefined : (await importModule(script))["deploymentForms"];
  if (exported === undefined) return builtIn;
  const site = { site: { file: script } };
  if (!Array.isArray(exported))
    return fail(invalidForm, { which: "deploymentForms", problem: "it is not a list" }, { marks: [site] });
  const problems: Diagnostic[] = [];
  const names = new Set(builtIn.map(({ name }) => name));
  for (const [index, form] of (exported as readonly unknown[]).entries()) {
    const problem = problemOf(form);
    if (problem !== undefined)
      problems.push(diagnose(invalidForm, { which: `deploymentForms[${index}]`, problem }, { marks: [site] }));
    else {
      const { name } = form as DeploymentForm;
      if (names.has(name)) problems.push(diagnose(sameForm, { name }, { marks: [site] }));
      names.add(name);
    }
  }
  if (problems.length > 0) throw new TroupeError(problems);
  return [...builtIn, ...(exported as readonly DeploymentForm[])];
}

function problemOf(form: unknown): string | undefined {
  if (typeof form !== "object" || form === null) return `it is ${form === null ? "null" : `a ${typeof form}`}`;
  const { name, description, build, endings = ["/"] } = form as { readonly [key in keyof DeploymentForm]?: unknown };
  if (typeof name !== "string" || !/^[a-z0-9][a-z0-9-]*$/.test(name))
    return "its name is not made of small letters, digits and hyphens";
  if (typeof description !== "string") return "it has no description";
  if (typeof build !== "function") return "it has no function build";
  const isEnding = (ending: unknown) => typeof ending === "string" && /^(?:\/|\.[A-Za-z0-9.]+)$/.test(ending);
  if (!Array.isArray(endings) || endings.length === 0 || !endings.every(isEnding))
    return 'its endings are not like ".tar", or "/" for a folder';
  return undefined;
}

/** The form of that name; TRP5301 without a name, TRP5302 for one that there is not. */
export function formNamed(forms: readonly DeploymentForm[], name: string | undefined): DeploymentForm | Diagnostic {
  if (name === undefined) return diagnose(noForm, {}, { notes: formNotes(forms) });
  const named = forms.find((form) => form.name === name);
  if (named !== undefined) return named;
  const [nearest] = suggest(
    name,
    forms.map((form) => form.name),
  );
  return diagnose(unknownForm, { name }, { notes: formNotes(forms), hint: nearest && `Did you mean --as ${nearest}?` });
}
