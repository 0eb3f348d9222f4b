/** The base image of a release: a small system as a fresh server has it. Hosts read the image and never write to it. */
import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Build, cached, fingerprint } from "./cache.ts";
import { type Distribution, distributionSources, downloadSettings, hostDistribution } from "./distribution.ts";
import { cacheFolder } from "./paths.ts";
import type { Progress } from "./progress.ts";

/** The contents of a base image. The fingerprint of the recipe is part of the image's name. */
const recipe = {
  variant: "apt",
  packages: ["systemd-sysv", "dbus", "openssh-server", "iproute2", "nftables"],
  apt: ['APT::Install-Recommends "false";', 'Acquire::Languages "none";'],
  dpkg: [
    ...["man", "doc", "locale", "info"].map((folder) => `path-exclude=/usr/share/${folder}/*`),
    "path-include=/usr/share/doc/*/copyright",
    "force-unsafe-io",
  ],
  /** Units that a container does not need, masked because they slow down the boot. */
  masked: [
    "apt-daily-upgrade.timer",
    "apt-daily.timer",
    "console-getty.service",
    "dev-hugepages.mount",
    "dpkg-db-backup.timer",
    "e2scrub_all.timer",
    "e2scrub_reap.service",
    "fstrim.timer",
    "getty.target",
    "systemd-journal-flush.service",
    "systemd-logind.service",
    "systemd-update-utmp-runlevel.service",
    "systemd-update-utmp.service",
  ],
  /** Keys, identity and package sources are each host's own, so the image has none. */
  removed: [
    "etc/hostname",
    "etc/apt/sources.list",
    "etc/apt/apt.conf.d/99mmdebstrap",
    "var/lib/dbus/machine-id",
    "var/log/apt",
  ],
  removedContents: ["etc/apt/sources.list.d", "var/lib/apt/lists", "var/cache/apt", "var/log"],
  emptied: ["etc/machine-id", "etc/resolv.conf"],
};

/**
 * A base image in the cache. `name` is part of the names of layers and repositories that are built on top of the image.
 */
export interface Base {
  readonly name: string;
  readonly tree: string;
  readonly distribution: Distribution;
}

/**
 * The base image of a release (see {@link hostDistribution}), built if it is not in the cache (about half a minute,
 * once). The cache holds an archive and the tree that was unpacked from it. From the archive alone the tree is back in
 * a second.
 *
 * @example
 * const { tree } = await baseImage(console.error);
 */
export async function baseImage(progress: Progress, release?: string): Promise<Base> {
  const distribution = hostDistribution(release);
  const name = `base-${distribution.codename}-${process.arch}-${fingerprint({ distribution, recipe })}`;
  const archive = join(cacheFolder(), `${name}.tar.zst`);
  const tree = await cached(name, progress, async (build) => {
    if (!existsSync(archive)) {
      await bootstrap(distribution, build, `${archive}.partial`);
      await rename(`${archive}.partial`, archive);
    } else {
      progress("unpacking the base image");
      await build.run(["tar", "--zstd", "--numeric-owner", "--xattrs", "-xf", archive, "-C", build.folder]);
    }
  });
  return { name, tree, distribution };
}

async function bootstrap(distribution: Distribution, build: Build, archive: string): Promise<void> {
  build.progress(`building the base image (${distribution.id} ${distribution.codename}): about half a minute, once`);
  const sources = await distributionSources(distribution);
  const scratch = `${build.folder}.settings`;
  await mkdir(scratch, { recursive: true });
  try {
    const settings = join(scratch, "apt.conf");
    await writeFile(settings, await downloadSettings());
    await build.run(
      [
        "mmdebstrap",
        "--mode=root",
        `--variant=${recipe.variant}`,
        `--include=${recipe.packages.join(",")}`,
        `--aptopt=${settings}`,
        ...recipe.apt.map((option) => `--aptopt=${option}`),
        ...recipe.dpkg.map((option) => `--dpkgopt=${option}`),
        `--customize-hook=${customization()}`,
        distribution.codename,
        build.folder,
        ...sources,
      ],
      { onLine: (line) => /^I: (?!running --).*\.\.\.$/.test(line) && build.progress(`base image: ${line.slice(3)}`) },
    );
    build.progress("base image: packing");
    await build.run(["tar", "--zstd", "--numeric-owner", "--xattrs", "-cf", archive, "-C", build.folder, "."]);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Units that the image masks. */
export const { masked } = recipe;

/** Returns the shell commands that turn the installed system (`$1`) into the image. */
function customization(): string {
  const { removed, removedContents, emptied } = recipe;
  return [
    "set -eu",
    'cd "$1"',
    `rm -rf ${removed.join(" ")} etc/ssh/ssh_host_*`,
    `find ${removedContents.join(" ")} -mindepth 1 -type f -delete`,
    `for file in ${emptied.join(" ")}; do rm -f "$file"; : > "$file"; done`,
    `for unit in ${masked.join(" ")}; do ln -sf /dev/null "etc/systemd/system/$unit"; done`,
    "ln -sfn /usr/lib/systemd/system/multi-user.target etc/systemd/system/default.target",
  ].join("; ");
}
