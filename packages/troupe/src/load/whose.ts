/** Whose code a file is: the project's, a package's that the project uses, or Troupe's own. */
import { join, sep } from "node:path";

/** Where Troupe's packages lie: `packages` in the repository, `node_modules` where it is installed. */
const packages = join(import.meta.dirname, "../../..");
const isSource = !packages.split(sep).includes("node_modules");
const own = (isSource ? packages : join(packages, "troupe")) + sep;

/** True for files of Troupe. */
export const isOwnFile = (file: string): boolean => file.startsWith(own) || /[\\/]node_modules[\\/]@troupe[\\/]/.test(file);

/** True for files of packages, which nobody edits in place. */
export const isInstalled = (file: string): boolean => /[\\/]node_modules[\\/]/.test(file);

/** True for files that whoever runs Troupe can mend. */
export const isOfProject = (file: string): boolean => !isOwnFile(file) && !isInstalled(file) && !file.startsWith("node:");
