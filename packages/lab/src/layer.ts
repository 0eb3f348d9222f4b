/**
 * Layers: packages that are installed once, on top of the base image, for hosts that have the packages from the start.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { baseImage } from "./base-image.ts";
import { type Build, cached, fingerprint } from "./cache.ts";
import { makeFolder } from "./file-modes.ts";
import { nspawn } from "./nspawn.ts";
import type { Progress } from "./progress.ts";
import { buildRepository, checkPackages, localRepository, repositoryMount, repositorySource } from "./repository.ts";

/** Preinstalled packages (see {@link layer}). */
export interface Layer {
  readonly name: string;
  readonly packages: readonly string[];
}

/**
 * Returns packages that hosts have from the start, installed once and kept in the cache: a host boots as fast with
 * layers as without. The installation starts no unit, and the units of the packages are disabled.
 *
 * @example
 * const redis = layer("redis", ["redis-server"]);
 * createLab({ hosts: [{ name: "alice", layers: [redis] }, "bob"] });
 */
export function layer(name: string, packages: readonly string[]): Layer {
  return { name, packages: checkPackages(packages) };
}

/**
 * Returns the folders of a host's read-only file system, uppermost first. Layers that the cache lacks are built. Each
 * layer is installed on top of the layers before, because all layers write the one list of installed packages.
 */
export async function buildLayers(
  layers: readonly Layer[],
  progress: Progress,
  release?: string,
): Promise<readonly string[]> {
  const base = await baseImage(progress, release);
  const folders = [base.tree];
  let below = base.name;
  for (const { name, packages } of layers) {
    const key = `layer-${fingerprint({ below, packages, installation })}`;
    const built = await cached(key, progress, async (build) => {
      const repository = await buildRepository(localRepository(packages), build.progress, release);
      build.progress(`installing ${packages.join(", ")} into the layer ${name}`);
      await install(key, packages, repository, folders, build);
    });
    folders.unshift(join(built, "upper"));
    below = key;
  }
  return folders;
}

async function install(
  key: string,
  packages: readonly string[],
  repository: string,
  lower: readonly string[],
  build: Build,
): Promise<void> {
  const at = (name: string) => join(build.folder, name);
  for (const name of ["upper", "work", "root"]) await makeFolder(at(name));
  // Layers are built side by side, and systemd-nspawn keeps files of a container below /run by its name.
  const inside = nspawn({
    machine: `troupe-lab-${key}`,
    root: at("root"),
    readOnly: { [repositoryMount]: repository },
  });
  await build.run(
    [
      "sh",
      "-euc",
      'mount -t overlay layer -o "$1" "$2"; shift 2; exec "$@"',
      "sh",
      `lowerdir=${lower.join(":")},upperdir=${at("upper")},workdir=${at("work")}`,
      at("root"),
      ...inside,
      "--pipe",
      "sh",
      "-euc",
      installation,
      "sh",
      ...packages,
    ],
    { env: { DEBIAN_FRONTEND: "noninteractive" } },
  );
  for (const name of ["work", "root"]) await rm(at(name), { recursive: true });
}

/** The script that installs its arguments inside the layer. The script removes its own files and the package lists. */
const installation = `
links() { find /etc/systemd/system -type l -path '*.*/*' | sort; }
links > /run/links
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
printf '%s' '${repositorySource}' > /etc/apt/sources.list.d/troupe-lab.list
apt-get --quiet update
apt-get --quiet --yes --no-install-recommends install "$@"
links | comm -13 /run/links - | while read -r link; do systemctl --quiet disable "$(basename "$link")"; done
rm -rf /usr/sbin/policy-rc.d /etc/apt/sources.list.d/troupe-lab.list /etc/ssh/ssh_host_*
find /var/lib/apt/lists /var/cache/apt -type f -delete
: > /etc/machine-id
`;
