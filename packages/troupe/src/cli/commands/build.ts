/** `troupe build`: packages that bring machines what they shall be, without ssh. Contacts nobody. */
import { relative, resolve } from "node:path";
import type { Evaluated, Machine } from "@troupe/core";
import { type Diagnostic, diagnose, fail, isTroupeError, TroupeError } from "@troupe/modules";
import { buildPackage, type BuiltPackage } from "../../bundles/build-package.ts";
import { type Destination, destinationOf } from "../../bundles/destination.ts";
import { needsBaseForm, unbuildableClass } from "../../bundles/diagnostics.ts";
import type { DeploymentForm } from "../../bundles/form.ts";
import { formNamed, formsOf } from "../../bundles/forms.ts";
import { checkProject } from "../../project/check.ts";
import { renderMachine } from "../../project/evaluate.ts";
import { chooseMachines, commandLine, namesOneMachine } from "../choose.ts";
import { defineCommand } from "../command.ts";
import type { FlagDefinitions, FlagValues } from "../flag-definition.ts";
import { onFlag } from "../flags.ts";
import { runCommand } from "../run-command.ts";
import { goesAlone } from "../diagnostics.ts";
import { buildClan } from "./build-clan.ts";
import { buildFlake } from "./build-flake.ts";
import { renderBuilt } from "../render/built.ts";
import { hasErrors } from "../render/diagnostics.ts";

const flags = {
  ...onFlag,
  as: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "form",
    brief: "What to build: tree, tar, oci, nocloud, or a form of the project's own",
  },
  out: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "path",
    brief: "Where to write it (default: here); for several machines a folder, or a path with {machine} in it",
  },
  nixos: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "folder",
    brief: "Instead: write the flake of all machines with NixOS and macOS to this folder, mostly the project's own",
  },
  clan: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "file",
    brief: "Instead: write the inventory in Clan's words to this file, which ends with .json or .nix",
  },
  base: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "path",
    brief: "The root file system that an image starts from: a tar archive or an OCI image layout",
  },
} as const satisfies FlagDefinitions;
type BuildFlags = FlagValues<typeof flags>;

export const command = defineCommand({
  brief: "Build packages that bring machines what they shall be without ssh: archives, images, seeds for cloud-init",
  uses: [
    {
      usage: "build [MACHINE] --as FORM",
      example: "build alice --as tar --out alice.tar.gz",
      summary:
        "Build packages for where ssh does not reach: an archive (`tar`, `tree`), an image (`oci`), a seed for cloud-init (`nocloud`), or a form of your own",
      guide: "deployment-packages",
    },
    {
      usage: "build --nixos FOLDER",
      example: "build --nixos flake",
      summary: "Write the flake of all NixOS machines, for `nixos-rebuild`, nixos-anywhere, colmena, deploy-rs",
      guide: "nixos",
    },
    {
      usage: "build --clan FILE",
      example: "build --clan clan.json",
      summary: "Write the inventory in Clan's words",
      guide: "clan",
    },
  ],
  flags,
  positional: {
    kind: "tuple",
    parameters: [{ optional: true, placeholder: "machine", brief: "Build for this machine alone" }],
  },
  async run(context, flags, machine) {
    await runCommand(context, flags, async () => {
      const { folder, evaluated, diagnostics } = await checkProject(resolve(context.cwd, flags.directory), { keep: true });
      if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
      const whole = wholeOf(flags, machine);
      if (whole !== undefined) {
        const written = await whole.write(context, folder, evaluated, whole.place);
        return { ...written, diagnostics: [...diagnostics, ...written.diagnostics], folder };
      }
      const { form, packages } = whatToBuild(evaluated, await formsOf(folder), { ...flags, machine, cwd: context.cwd });
      const base = flags.base === undefined ? undefined : resolve(context.cwd, flags.base);
      const built: BuiltPackage[] = [];
      for (const { machine, path, ending } of packages) {
        const shown = relative(context.cwd, path) || ".";
        built.push(await buildPackage({ form, machine, rendered: renderMachine(evaluated, machine.name), base, path, ending, shown }));
      }
      return { json: { form: form.name, packages: built }, text: renderBuilt(built, context), diagnostics, folder };
    });
  },
});

/** What writes something of all machines together. */
const wholes = {
  "--nixos": { writes: "the flake of all machines", write: buildFlake },
  "--clan": { writes: "the whole inventory", write: buildClan },
};

/** The one that is asked for, if any; TRP6011 together with anything else. */
function wholeOf({ nixos, clan, as, out, base, on }: BuildFlags, machine: string | undefined) {
  const given = { "--nixos": nixos, "--clan": clan, "--as": as, "--out": out, "--base": base, "--on": on, "a machine": machine };
  const [flag, ...others] = Object.keys(given).filter((name) => given[name as keyof typeof given] !== undefined);
  if (flag !== "--nixos" && flag !== "--clan") return undefined;
  const { writes, write } = wholes[flag];
  if (others.length > 0) fail(goesAlone, { flag, writes, other: others[0]! });
  return { write, place: given[flag]! };
}

/** What is wrong with the command line is told all at once. */
function whatToBuild(
  { inventory }: Evaluated,
  forms: readonly DeploymentForm[],
  { as, base, on, out, machine, cwd }: BuildFlags & { readonly machine: string | undefined; readonly cwd: string },
): { readonly form: DeploymentForm; readonly packages: readonly (Destination & { readonly machine: Machine })[] } {
  const problems: Diagnostic[] = [];
  const form = formNamed(forms, as);
  if ("code" in form) problems.push(form);
  else if (base !== undefined && form.takesBase !== true) problems.push(diagnose(needsBaseForm, { form: form.name }));

  const wanted = machine === undefined ? on : [machine, ...(on ?? [])];
  const names = chosen(() => chooseMachines(inventory, wanted, machine === undefined ? undefined : commandLine), problems);
  const one = names.length > 0 && namesOneMachine(wanted);
  const packages: (Destination & { readonly machine: Machine })[] = [];
  for (const name of names) {
    const machine = inventory.machines.get(name)!;
    const marks = [{ site: machine.site }];
    if (machine.class !== "linux") problems.push(diagnose(unbuildableClass, { machine: name, class: machine.class }, { marks }));
    if ("code" in form) continue;
    const destination = destinationOf(form, name, { out, cwd, one });
    if ("code" in destination) problems.push(destination);
    else packages.push({ ...destination, machine });
  }
  if ("code" in form || problems.length > 0) throw new TroupeError(problems);
  return { form, packages };
}

function chosen(choose: () => readonly string[], problems: Diagnostic[]): readonly string[] {
  try {
    return choose();
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    problems.push(...error.diagnostics);
    return [];
  }
}
