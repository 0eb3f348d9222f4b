/** What the machine itself runs: the lab's hosts are of the same distribution, from the same mirror. */
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type AptSource, distributionLines, parseDeb822, parseOneLine } from "./apt-sources.ts";
import { run } from "./command.ts";
import { LabError } from "./error.ts";

/** A release of a distribution that apt installs. */
export interface Distribution {
  readonly id: string;
  readonly codename: string;
}

/** The machine's distribution if it is Debian or descends from it. */
export function findDistribution(): Distribution | undefined {
  try {
    return parseOsRelease(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return undefined;
  }
}

/** The distribution in the text of `/etc/os-release`, if it is Debian or descends from it. */
export function parseOsRelease(text: string): Distribution | undefined {
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(text)?.[1] ?? "";
  const [id, codename] = [field("ID"), field("VERSION_CODENAME")];
  return codename !== "" && [id, ...field("ID_LIKE").split(" ")].includes("debian") ? { id, codename } : undefined;
}

/** Lines of apt's sources for the machine's own release. */
export async function distributionSources({ codename }: Distribution): Promise<readonly string[]> {
  const folder = "/etc/apt/sources.list.d";
  const files = (await readdir(folder).catch(() => [])).toSorted().map((file) => join(folder, file));
  const sources: AptSource[] = [];
  for (const file of ["/etc/apt/sources.list", ...files]) {
    const text = await readFile(file, "utf8").catch(() => "");
    if (file.endsWith(".list")) sources.push(...parseOneLine(text));
    if (file.endsWith(".sources")) sources.push(...parseDeb822(text));
  }
  const lines = distributionLines(sources, codename);
  if (lines.length === 0) throw new LabError(`the sources of apt (/etc/apt) name no archive of ${codename}`);
  return lines;
}

/** How this machine downloads (proxies, certificates, checks of dates), as settings of apt. */
export async function downloadSettings(): Promise<string> {
  const { stdout } = await run(["apt-config", "dump", "Acquire"]);
  const matters = /^Acquire::(Check-|Retries|ForceIP|AllowInsecure|http|https|ftp|Max-|Min-)/;
  return stdout
    .split("\n")
    .filter((line) => matters.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
