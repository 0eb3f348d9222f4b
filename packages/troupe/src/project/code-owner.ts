/** Whose code a file is: the project's, a package's that the project uses, or Troupe's own. */
import { dirname, sep } from "node:path";
import { declareOwnCode } from "@troupe/core/internal";
import { isInstallation, packageFolder } from "../package.ts";

/** In the repository the other packages lie beside this one. */
const own = (isInstallation ? packageFolder : dirname(packageFolder)) + sep;

/** True for files of Troupe. */
export const isOwnFile = (file: string): boolean => file.startsWith(own) || /[\\/]node_modules[\\/]@troupe[\\/]/.test(file);

declareOwnCode(isOwnFile);

/** True for files of packages, which nobody edits in place. */
export const isInstalled = (file: string): boolean => /[\\/]node_modules[\\/]/.test(file);

/** True for files that whoever runs Troupe can mend. */
export const isOfProject = (file: string): boolean => !isOwnFile(file) && !isInstalled(file) && !file.startsWith("node:");
