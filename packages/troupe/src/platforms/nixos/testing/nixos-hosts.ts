/** For tests: hosts that look like NixOS, and what they shall become. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { tarArchive } from "@troupe/linux";
import type { Lab } from "@troupe/lab";
import type { JsonValue } from "@troupe/modules";
import { labTarget } from "../../../deploy/testing/lab-machines.ts";
import { readTree } from "../../../files/read-tree.ts";
import type { DesiredNixos } from "../contributions.ts";
import { becomeNixos, flakeFile, nixOf, switchToConfiguration } from "./stand-in.ts";

/** Files that a machine is made of: units, `hook.sh` for its activation, `version` for its name. */
export type Modules = { readonly [file: string]: string };

/** A unit that says in /run which version of it runs. */
export function demoUnit(
  name: string,
  version: number | string,
  start = `echo ${version} > /run/${name}; exec sleep infinity`,
): Modules {
  return { [`${name}.service`]: `[Service]\nExecStart=/bin/sh -c '${start}'\n` };
}

/** A folder of flakes, and machines in them. */
export interface NixosFixture extends AsyncDisposable {
  readonly folder: string;
  /** The host looks like NixOS from now on, and runs this. */
  readonly become: (host: string, modules: Modules) => Promise<void>;
  /** The desired machine, as if one instance with these settings contributed its modules. */
  readonly desire: (machine: string, modules: Modules, settings?: JsonValue) => Promise<DesiredNixos>;
  /** From now on, the deployer's Nix is that of this host. */
  readonly nixHere: (host: string) => Promise<void>;
}

/** Flakes of one machine each, below a temporary folder. */
export async function nixosFixture(lab: Lab): Promise<NixosFixture> {
  const folder = await mkdtemp(join(tmpdir(), "troupe-nixos-"));
  const path = process.env["PATH"] ?? "";
  const writeFlake = async (machine: string, modules: Modules): Promise<string> => {
    const flake = join(folder, machine, "nixos");
    await rm(flake, { recursive: true, force: true });
    await mkdir(join(flake, "modules", machine), { recursive: true });
    await writeFile(
      join(flake, "flake.nix"),
      flakeFile(process.arch === "arm64" ? "aarch64-linux" : "x86_64-linux", [machine]),
    );
    await writeFile(join(flake, "switch-to-configuration"), switchToConfiguration);
    for (const [name, text] of Object.entries(modules)) await writeFile(join(flake, "modules", machine, name), text);
    return flake;
  };
  return {
    folder,
    async become(host, modules) {
      const flake = await writeFlake(host, modules);
      const files = [...(await readTree(flake))].map(([path, file]) => ({ type: "file", path, ...file }) as const);
      await lab.ssh(host, "mkdir -p /srv/first && tar -xf - -C /srv/first", { input: tarArchive(files) });
      await lab.ssh(host, becomeNixos(host));
    },
    async desire(machine, modules, settings = {}) {
      const flake = await writeFlake(machine, modules);
      const origin = `demo:one:server:${machine}`;
      const entries = Object.fromEntries(Object.keys(modules).map((name) => [`module:modules/${name}`, [origin]]));
      const contributors = { [origin]: { label: "instance one, role server", settings, reads: {} } };
      const texts = Object.fromEntries(Object.entries(modules).map(([name, text]) => [`modules/${name}`, text]));
      return {
        target: labTarget(machine, { class: "nixos" }),
        flake,
        contributions: { modules: texts, provenance: { version: 1, entries, contributors } },
      };
    },
    async nixHere(host) {
      const programs = join(folder, "bin");
      await mkdir(programs, { recursive: true });
      for (const program of ["nix", "nix-store"]) {
        await writeFile(join(programs, program), nixOf(lab.sshProgram, host, program));
        await chmod(join(programs, program), 0o755);
      }
      process.env["PATH"] = `${programs}${delimiter}${path}`;
    },
    async [Symbol.asyncDispose]() {
      process.env["PATH"] = path;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
