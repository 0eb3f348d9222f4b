/** Building the package of one machine. */
import { packageArchive, packageFiles, incomingFolder } from "@troupe/linux";
import { type Machine } from "@troupe/core";
import { parseTargetHost } from "@troupe/core/internal";
import { fail, isTroupeError } from "@troupe/modules";
import type { RenderedMachine } from "../deploy/model/platform.ts";
import type { Destination } from "./destination.ts";
import { failedForm } from "./diagnostics.ts";
import type { BuildMachine, DeploymentForm, DeploymentPackage } from "./form.ts";
import type { PackedFile, Written } from "../files/write-whole.ts";
import { writePackage } from "./write-package.ts";

/** A deployment package that was written. */
export interface BuiltPackage extends Written {
  readonly machine: string;
  /** The id of the generation in it. */
  readonly generation: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: "file" | "folder";
  /** The packages that the machine installs when the generation is activated. */
  readonly packages: readonly string[];
  /** The next steps with the package, line by line. */
  readonly next: readonly string[];
}

/** A package to build. */
export interface BuildOrder extends Destination {
  readonly form: DeploymentForm;
  readonly machine: Machine;
  readonly rendered: RenderedMachine;
  readonly base?: string | undefined;
  /** The path as it is shown. */
  readonly shown: string;
}

/**
 * Builds the package of a machine and writes it.
 *
 * @throws TRP5304 to TRP5311; what stood at the path is as it was then
 */
export async function buildPackage({
  form,
  machine,
  rendered,
  base,
  path,
  ending,
  shown,
}: BuildOrder): Promise<BuiltPackage> {
  const { generation } = rendered;
  const provenance = rendered.provenance();
  const made = await guarded(form, machine.name, async () => {
    const made = await form.build({
      machine: describe(machine),
      generation,
      provenance,
      files: packageFiles(generation, provenance),
      archive: (options) => packageArchive(generation, provenance, options),
      incoming: incomingFolder(generation.id),
      ending,
      ...(base !== undefined && { base }),
    });
    checkMade(made, ending);
    return { ...made, next: made.next?.(shown) ?? [] };
  });
  return {
    machine: machine.name,
    generation: generation.id,
    path,
    kind: ending === "/" ? "folder" : "file",
    ...(await writePackage(path, made.content, shown)),
    packages: generation.manifest.packages,
    next: made.next,
  };
}

function describe({ name, tags, address, targetHost }: Machine): BuildMachine {
  const user = targetHost === undefined ? undefined : parseTargetHost(targetHost)?.user;
  return { name, tags, ...(address !== undefined && { address }), ...(user !== undefined && { deployUser: user }) };
}

/** Calls code of the project; an exception that it throws becomes a problem of the form. */
async function guarded<T>({ name }: DeploymentForm, machine: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    if (isTroupeError(error)) throw error;
    const problem = (error instanceof Error ? `${error.name}: ${error.message}` : `it threw ${String(error)}`).replace(
      /[.?!]$/,
      "",
    );
    return fail(failedForm, { form: name, machine, problem });
  }
}

/** Forms may be written in JavaScript. */
function checkMade(made: DeploymentPackage, ending: string): void {
  const content = (made as Partial<DeploymentPackage> | undefined)?.content;
  if (ending !== "/") {
    if (!isContent(content)) throw new TypeError("its content is not that of a file: a Uint8Array");
    return;
  }
  if (!(content instanceof Map)) throw new TypeError("its content is not that of a folder: a Map of files by path");
  for (const [path, file] of content as ReadonlyMap<unknown, Partial<PackedFile> | undefined>) {
    if (typeof path !== "string" || path.split("/").some((part) => ["", ".", ".."].includes(part)))
      throw new TypeError(`${JSON.stringify(path)} is not a path below a folder`);
    if (!isContent(file?.content)) throw new TypeError(`the content of ${path} is not that of a file: a Uint8Array`);
  }
}

const isContent = (content: unknown): boolean =>
  content instanceof Uint8Array || typeof (content as { readonly read?: unknown } | undefined)?.read === "function";
