/**
 * `npm run shell`: generates the shell functions that read manifests, and the modules with the texts of the shell
 * files.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  manifestFile,
  manifestFunctions,
  moduleSource,
  shellModules,
  versionConstants,
  versionsFile,
} from "./shell/scripts.ts";

const write = (path: string, text: string): void => writeFileSync(join(import.meta.dirname, "..", path), text);

write(manifestFile, manifestFunctions());
write(versionsFile, versionConstants());
for (const module of shellModules()) write(module.path, moduleSource(module));
