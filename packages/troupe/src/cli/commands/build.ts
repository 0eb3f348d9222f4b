/** `troupe build`: packages that bring machines what they shall be, without ssh. Contacts nobody. */
import { relative, resolve } from "node:path";
import type { Evaluated, Machine } from "@troupe/core";
import { type Diagnostic, diagnose, fail, isTroupeError, TroupeError } from "@troupe/modules";
import { buildPackage, type BuiltPackage } from "../../bundles/build-package.ts";
import { type Destination, destinationOf } from "../../bundles/destination.ts";
import { needsBaseForm } from "../../bundles/diagnostics.ts";
import type { DeploymentForm } from "../../bundles/form.ts";
import { formNamed, formsOf } from "../../bundles/forms.ts";
import { checkProject } from "../../project/check.ts";
import type { BuildFlag, DeployedProject, Platform, PlatformBuild } from "../../deploy/model/platform.ts";
import { unbuildableClass } from "../../platforms/diagnostics.ts";
import { platformOf, registeredPlatforms } from "../../platforms/platforms.ts";
import { chooseMachines, commandLine, namesOneMachine } from "../choose.ts";
import { defineCommand } from "../command.ts";
import type { FlagDefinitions, FlagValues } from "../flag-definition.ts";
import { onFlag } from "../flags.ts";
import { runCommand } from "../run-command.ts";
import { goesAlone } from "../diagnostics.ts";
import { buildClan } from "./build-clan.ts";
import { buildFlagDefinitions, buildFlags, buildFlagUses } from "../platform-flags.ts";
import type { CliContext } from "../terminal.ts";
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
  ...buildFlagDefinitions(),
  clan: {
    kind: "parsed",
    parse: String,
    optional: true,
    placeholder: "file",
    brief: "Instead: write the inventory for Clan to this file, which ends with .json or .nix",
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
  brief: "Build deployment packages for machines without ssh: archives, images, seeds for cloud-init",
  uses: [
    {
      usage: "build [MACHINE] --as FORM",
      example: "build alice --as tar --out alice.tar.gz",
      summary:
        "Build deployment packages for machines without ssh: an archive (`tar`, `tree`), an image (`oci`), a seed for cloud-init (`nocloud`), or a form of the project",
      guide: "deployment-packages",
    },
    ...buildFlagUses(),
    {
      usage: "build --clan FILE",
      example: "build --clan clan.json",
      summary: "Write the inventory in the format of [Clan](https://clan.lol)",
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
      const project = await checkProject(resolve(context.cwd, flags.directory), { keep: true });
      const { folder, evaluated, diagnostics } = project;
      if (hasErrors(diagnostics)) return { json: {}, diagnostics, folder };
      const whole = wholeOf(flags, machine);
      if (whole !== undefined) {
        const written = await whole.write(context, project, whole.place);
        return { ...written, diagnostics: [...diagnostics, ...written.diagnostics], folder };
      }
      const { form, packages } = whatToBuild(evaluated, await formsOf(folder), { ...flags, machine, cwd: context.cwd });
      const base = flags.base === undefined ? undefined : resolve(context.cwd, flags.base);
      const built: BuiltPackage[] = [];
      for (const { machine, render, path, ending } of packages) {
        const shown = relative(context.cwd, path) || ".";
        built.push(
          await buildPackage({
            form,
            machine,
            rendered: render(evaluated.machine(machine.name)),
            base,
            path,
            ending,
            shown,
          }),
        );
      }
      return { json: { form: form.name, packages: built }, text: renderBuilt(built, context), diagnostics, folder };
    });
  },
});

/** A flag that writes something of all machines together. */
interface Whole extends Pick<BuildFlag, "name" | "writes"> {
  readonly write: (context: CliContext, project: DeployedProject, place: string) => Promise<PlatformBuild>;
}

const clan: Whole = {
  name: "clan",
  writes: "the whole inventory",
  write: (context, { folder, evaluated }, file) => buildClan(context, folder, evaluated, file),
};

/** The flag of {@link Whole} that the user gave, with its value; TRP6011 together with anything else. */
function wholeOf(flags: BuildFlags, machine: string | undefined): (Whole & { readonly place: string }) | undefined {
  const wholes = [...buildFlags(), clan];
  const values: { readonly [flag: string]: unknown } = flags;
  const names = [...wholes.map(({ name }) => name), "as", "out", "base", "on"];
  const given = [
    ...names.filter((name) => values[name] !== undefined).map((name) => `--${name}`),
    ...(machine === undefined ? [] : ["a machine"]),
  ];
  const whole = wholes.find(({ name }) => values[name] !== undefined);
  if (whole === undefined) return undefined;
  const flag = `--${whole.name}`;
  const other = given.find((name) => name !== flag);
  if (other !== undefined) fail(goesAlone, { flag, writes: whole.writes, other });
  return { ...whole, place: values[whole.name] as string };
}

/** A package to build, and where to. */
interface PackageOrder extends Destination {
  readonly machine: Machine;
  readonly render: NonNullable<Platform["render"]>;
}

/** The problem of a machine whose class has no deployment packages. */
function unbuildable(machine: Machine): Diagnostic {
  const buildable = registeredPlatforms().flatMap(({ render, machineClass }) =>
    render === undefined ? [] : machineClass.name,
  );
  const reason = platformOf(machine)?.withoutPackages;
  const params = { machine: machine.name, class: machine.class, buildable, ...(reason !== undefined && { reason }) };
  return diagnose(unbuildableClass, params, { marks: [{ site: machine.site }] });
}

/** Reads the command line; all of its problems are reported together. */
function whatToBuild(
  { inventory }: Evaluated,
  forms: readonly DeploymentForm[],
  { as, base, on, out, machine, cwd }: BuildFlags & { readonly machine: string | undefined; readonly cwd: string },
): { readonly form: DeploymentForm; readonly packages: readonly PackageOrder[] } {
  const problems: Diagnostic[] = [];
  const form = formNamed(forms, as);
  if ("code" in form) problems.push(form);
  else if (base !== undefined && form.takesBase !== true) problems.push(diagnose(needsBaseForm, { form: form.name }));

  const wanted = machine === undefined ? on : [machine, ...(on ?? [])];
  const names = chosen(
    () => chooseMachines(inventory, wanted, machine === undefined ? undefined : commandLine),
    problems,
  );
  const one = names.length > 0 && namesOneMachine(wanted);
  const packages: PackageOrder[] = [];
  for (const name of names) {
    const machine = inventory.machines.get(name)!;
    const render = platformOf(machine)?.render;
    if (render === undefined) problems.push(unbuildable(machine));
    if ("code" in form) continue;
    const destination = destinationOf(form, name, { out, cwd, one });
    if ("code" in destination) problems.push(destination);
    else if (render !== undefined) packages.push({ ...destination, machine, render });
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
