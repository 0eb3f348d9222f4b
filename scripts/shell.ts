/** `npm run shell`: writes the texts of the shell files that run on machines into modules. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { moduleSource, shellModules } from "./shell/scripts.ts";

for (const module of shellModules()) writeFileSync(join(import.meta.dirname, "..", module.path), moduleSource(module));
