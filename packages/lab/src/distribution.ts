/**
 * The distribution of the machine and of hosts: hosts run a release of the machine's own distribution, from the same
 * mirror.
 */
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AptSource, distributionLines, parseDeb822, parseOneLine } from "./apt-sources.ts";
import { run } from "./command.ts";
import { LabError } from "./lab-error.ts";

/** A release of a distribution that apt installs. */
export interface Distribution {
  readonly id: string;
  readonly codename: string;
}

/** Returns the machine's distribution if that is Debian or descends from Debian. */
export function findDistribution(): Distribution | undefined {
  try {
    return parseOsRelease(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return undefined;
  }
}

/** Returns the distribution in the text of `/etc/os-release`, if that is Debian or descends from Debian. */
export function parseOsRelease(text: string): Distribution | undefined {
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(text)?.[1] ?? "";
  const [id, codename] = [field("ID"), field("VERSION_CODENAME")];
  return codename !== "" && [id, ...field("ID_LIKE").split(" ")].includes("debian") ? { id, codename } : undefined;
}

/**
 * The release that hosts run unless a lab names another one. On a machine of another distribution than Debian, its own
 * release.
 */
const defaultRelease = "bookworm";

/**
 * The distribution that hosts of a release run. Throws a {@link LabError} on a machine that does not descend from
 * Debian.
 */
export function hostDistribution(release?: string, machine = findDistribution()): Distribution {
  if (machine === undefined)
    throw new LabError("hosts run the machine's own distribution, which must be Debian or descend from it");
  const codename = release ?? (machine.id === "debian" ? defaultRelease : machine.codename);
  if (!/^[a-z]+$/.test(codename))
    throw new LabError(`"${codename}" is not the code name of a release, like ${defaultRelease}`);
  return { id: machine.id, codename };
}

/**
 * Returns the lines of apt's sources for a release. If the machine has sources for its own release only, the lines name
 * the same archives.
 */
export async function distributionSources({ codename }: Distribution): Promise<readonly string[]> {
  const folder = "/etc/apt/sources.list.d";
  const files = (await readdir(folder).catch(() => [])).toSorted().map((file) => join(folder, file));
  const sources: AptSource[] = [];
  for (const file of ["/etc/apt/sources.list", ...files]) {
    const text = await readFile(file, "utf8").catch(() => "");
    if (file.endsWith(".list")) sources.push(...parseOneLine(text));
    if (file.endsWith(".sources")) sources.push(...parseDeb822(text));
  }
  const own = findDistribution()?.codename ?? codename;
  for (const known of [codename, own]) {
    const lines = distributionLines(sources, known, codename);
    if (lines.length > 0) return lines;
  }
  throw new LabError(`the sources of apt (/etc/apt) name no archive of ${codename} or ${own}`);
}

/** Returns the machine's settings of apt for downloads: proxies, certificates, checks of dates. */
export async function downloadSettings(): Promise<string> {
  const { stdout } = await run(["apt-config", "dump", "Acquire"]);
  const matters = /^Acquire::(Check-|Retries|ForceIP|AllowInsecure|http|https|ftp|Max-|Min-)/;
  return stdout
    .split("\n")
    .filter((line) => matters.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
