/** The owner of a file of code: Troupe, an installed package, or the project. */
import { dirname, sep } from "node:path";
import { declareOwnCode } from "@troupe/core/internal";
import { isInstallation, packageFolder } from "../package.ts";

/** The folder of Troupe's code; in the repository, the folder that holds all packages. */
const troupeFolder = (isInstallation ? packageFolder : dirname(packageFolder)) + sep;

/** True for files of Troupe. */
export const isTroupeFile = (file: string): boolean =>
  file.startsWith(troupeFolder) || /[\\/]node_modules[\\/]@troupe[\\/]/.test(file);

// Core leaves the frames of these files out of the places of errors.
declareOwnCode(isTroupeFile);

/** True for files of installed packages, which users do not edit. */
export const isPackageFile = (file: string): boolean => /[\\/]node_modules[\\/]/.test(file);

/** True for files that the user of Troupe can edit. */
export const isProjectFile = (file: string): boolean =>
  !isTroupeFile(file) && !isPackageFile(file) && !file.startsWith("node:");
