/** Every problem with building deployment packages: TRP53xx. */
import { diagnosticKind } from "@troupe/modules";

/** A form as lists show it. */
interface Shown {
  readonly name: string;
  readonly description: string;
}

/** A line for each form, as notes below what is wrong. */
export const formNotes = (forms: readonly Shown[]): readonly string[] =>
  forms.map(({ name, description }) => `--as ${name}: ${description}`);

export const noForm = diagnosticKind({
  code: "TRP5301",
  title: "Building without saying what",
  blocks: "plan",
  message: () => "Say what to build, with --as.",
  example: {},
});

export const unknownForm = diagnosticKind<{ name: string }>({
  code: "TRP5302",
  title: "A form of deployment packages that does not exist",
  blocks: "plan",
  message: ({ name }) => `There is no form ${JSON.stringify(name)} of deployment packages.`,
  example: { name: "zip" },
});

export const unwritable = diagnosticKind<{ path: string; error: string }>({
  code: "TRP5304",
  title: "A package that cannot be written",
  blocks: "plan",
  message: ({ path, error }) => `${path} cannot be written: ${error}.`,
  hint: () => "Name another place with --out. What was there before is as it was.",
  example: { path: "/srv/packages/alice.tar", error: "permission denied" },
});

export const inTheWay = diagnosticKind<{ path: string; what: string }>({
  code: "TRP5305",
  title: "Something in the way of a package",
  blocks: "plan",
  message: ({ path, what }) => `${path} is not replaced, because it is ${what}.`,
  hint: () =>
    "Name another place with --out, or move it away. Folders are replaced only if they hold nothing but an earlier package.",
  example: { path: "/home/ann", what: 'a folder with other things ("Documents")' },
});

export const unknownEnding = diagnosticKind<{ form: string; path: string; endings: readonly string[] }>({
  code: "TRP5306",
  title: "A package of a form that its name does not fit",
  blocks: "plan",
  message: ({ form, path, endings }) =>
    `--as ${form} writes files whose names end with ${endings.join(" or ")}, and ${JSON.stringify(path)} does not.`,
  example: { form: "tar", path: "alice.zip", endings: [".tar", ".tar.gz", ".tgz"] },
});

export const needsBaseForm = diagnosticKind<{ form: string }>({
  code: "TRP5307",
  title: "--base for a form that starts from nothing",
  blocks: "plan",
  message: ({ form }) => `--as ${form} takes no --base: it does not start from a root file system.`,
  hint: () => "Leave --base out; --as oci takes one.",
  example: { form: "tar" },
});

export const unsuitableBase = diagnosticKind<{ path: string; problem: string }>({
  code: "TRP5308",
  title: "A --base that no image can start from",
  blocks: "plan",
  message: ({ path, problem }) => `${path} cannot be the base of an image: ${problem}.`,
  hint: () => "--base takes the tar archive of a root file system, or an OCI image layout with one image.",
  example: { path: "debian.tar", problem: "no such file or directory" },
});

export const invalidForm = diagnosticKind<{ which: string; problem: string }>({
  code: "TRP5309",
  title: "Something in deploymentForms that is not a form",
  blocks: "plan",
  message: ({ which, problem }) => `${which} is not a form of deployment packages: ${problem}.`,
  hint: () =>
    "Make forms with defineDeploymentForm({ name, description, build }), and export them as a list: export const deploymentForms = […].",
  example: { which: "deploymentForms[0]", problem: "it has no function build" },
});

export const sameForm = diagnosticKind<{ name: string }>({
  code: "TRP5310",
  title: "Two forms of deployment packages with one name",
  blocks: "plan",
  message: ({ name }) => `deploymentForms has a form ${JSON.stringify(name)}, but there already is one of that name.`,
  hint: () => "Give it another name: { ...form, name: … }.",
  example: { name: "tar" },
});

export const failedForm = diagnosticKind<{ form: string; machine: string; problem: string }>({
  code: "TRP5311",
  title: "A form of the project that fails",
  blocks: "plan",
  message: ({ form, machine, problem }) => `The form ${JSON.stringify(form)} fails for ${machine}: ${problem}.`,
  example: { form: "ids", machine: "alice", problem: "TypeError: generation.name is undefined" },
});
