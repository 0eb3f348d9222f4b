/** What a form of deployment packages is: a value that turns a machine's generation into a file or a folder. */
import type { Generation, GenerationFile, Provenance } from "@troupe/linux";
import type { FileContent, PackedFile } from "../files/write-whole.ts";

/** One way to pack what a machine shall be, such as `tar` or `oci`. `troupe build MACHINE --as NAME` uses it. */
export interface DeploymentForm {
  /** Small letters, digits and hyphens. */
  readonly name: string;
  /** In a few words, for the list of forms. */
  readonly description: string;
  /**
   * What the names of its files may end with (".tar"), and "/" if it can be a folder. The first one is taken where the user does
   * not ask for another with `--out`. By default it is a folder.
   */
  readonly endings?: readonly string[];
  /** True if it can start from a root file system that the user names with `--base`. */
  readonly takesBase?: boolean;
  /** Makes the package of one machine. It must be pure but for reading `base`: the same input gives the same bytes. */
  readonly build: (context: BuildContext) => DeploymentPackage | Promise<DeploymentPackage>;
}

/** What a form works with. Nothing in here is secret: secrets never enter evaluation. */
export interface BuildContext {
  readonly machine: BuildMachine;
  readonly generation: Generation;
  readonly provenance: Provenance;
  /**
   * What has to get to the machine, by path: the script `activate`, the agent, and the generation. Once these files lie in one
   * folder there, `sh activate` run by root makes the machine what it shall be.
   */
  readonly files: ReadonlyMap<string, GenerationFile>;
  /**
   * The same files as an uncompressed tar archive to be unpacked at `/`, where they lie in `incoming` then. With `firstBoot`,
   * what it is unpacked into activates them when it boots for the first time.
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
  /** Who logs in to deploy, as far as `deploy.targetHost` says so. */
  readonly deployUser?: string;
}

/** What a form has made. */
export interface DeploymentPackage {
  /** The content of the file; of a folder its files by path. */
  readonly content: FileContent | ReadonlyMap<string, PackedFile>;
  /** What to do with it, line by line; `path` is where it lies. */
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
