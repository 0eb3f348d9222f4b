/** A form of deployment packages: a value that turns a machine's generation into a file or a folder. */
import type { Generation, GenerationFile, Provenance } from "@troupe/linux";
import type { FileContent, PackedFile } from "../files/write-whole.ts";

/** A form of deployment packages, such as `tar` or `oci`. `troupe build MACHINE --as NAME` uses it. */
export interface DeploymentForm {
  /** The value of `--as`: small letters, digits and hyphens. */
  readonly name: string;
  /** In a few words, for the list of forms. */
  readonly description: string;
  /**
   * The endings of the package's file name (".tar"); "/" stands for a folder. The first ending applies unless `--out`
   * has another one. The default is a folder.
   */
  readonly endings?: readonly string[];
  /** True if it can start from a root file system that the user names with `--base`. */
  readonly takesBase?: boolean;
  /** Makes the package of one machine. `build` is pure but for reading `base`: the same input gives the same bytes. */
  readonly build: (context: BuildContext) => DeploymentPackage | Promise<DeploymentPackage>;
}

/** The input of a form. A context holds no secrets, because secrets never enter evaluation. */
export interface BuildContext {
  readonly machine: BuildMachine;
  readonly generation: Generation;
  readonly provenance: Provenance;
  /**
   * The files for the machine, by path: the script `activate`, the agent script and the generation. Once these files
   * lie in one folder there, `sh activate` run by root makes the machine what it shall be.
   */
  readonly files: ReadonlyMap<string, GenerationFile>;
  /**
   * Returns `files` as an uncompressed tar archive for `/`, where the files lie in `incoming`. With `firstBoot`, a
   * machine with the unpacked archive activates the files at its first boot.
   */
  readonly archive: (options?: { readonly firstBoot?: boolean }) => Uint8Array;
  /** `/var/lib/troupe/incoming/ID`. */
  readonly incoming: string;
  /** The ending that is wanted, one of the form's. */
  readonly ending: string;
  /** The absolute path that `--base` names. */
  readonly base?: string;
}

/** The machine that a package is for. */
export interface BuildMachine {
  readonly name: string;
  readonly tags: readonly string[];
  readonly address?: string;
  /** The user of `deploy.targetHost`; absent where it names none. */
  readonly deployUser?: string;
}

/** The package that a form has made. */
export interface DeploymentPackage {
  /** The content of the file; of a folder its files by path. */
  readonly content: FileContent | ReadonlyMap<string, PackedFile>;
  /** The next steps with the package at `path`, line by line. */
  readonly next?: (path: string) => readonly string[];
}

/**
 * A form of the project's own. A project offers it by exporting it from its `troupe.ts`, beside the inventory:
 * `export const deploymentForms = [ids]`.
 *
 * @example
 * const ids = defineDeploymentForm({
 *   name: "ids",
 *   description: "The id of the generation, for another program",
 *   endings: [".txt"],
 *   build: ({ machine, generation }) => ({
 *     content: new TextEncoder().encode(`${machine.name} ${generation.id}\n`),
 *     next: (path) => [`cat ${path}`],
 *   }),
 * });
 * ids.name; // => "ids"
 */
export function defineDeploymentForm(form: DeploymentForm): DeploymentForm {
  return form;
}
