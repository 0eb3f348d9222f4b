/** What lets a caller reach the hosts by ssh: one key for all of them, their own keys known beforehand. */
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { quote, run } from "./command.ts";
import { makeFolder, writeText } from "./folders.ts";
import { labNamespace, namespacePath } from "./network.ts";
import { hostPaths, labPaths } from "./paths.ts";
import type { LabRecord } from "./record.ts";

/** An argv prefix that runs a command in the network of a lab. */
export function execPrefix(lab: string): readonly string[] {
  return ["nsenter", `--net=${namespacePath(labNamespace(lab))}`, "--"];
}

/** Makes the keys, known_hosts, the configuration of ssh and the program `ssh` of a lab. */
export async function makeSshFiles({ name, hosts }: LabRecord): Promise<void> {
  const paths = labPaths(name);
  await Promise.all([
    generateKey(paths.key, "troupe-lab"),
    ...hosts.map(async (host) => {
      const { key } = hostPaths(name, host.name);
      await mkdir(dirname(key), { recursive: true });
      await generateKey(key, host.name);
    }),
  ]);
  const known = await Promise.all(
    hosts.map(async (host) => {
      const [type, key] = (await readFile(`${hostPaths(name, host.name).key}.pub`, "utf8")).split(" ");
      return `${host.name},${host.address} ${type} ${key}\n`;
    }),
  );
  await writeText(paths.knownHosts, known.join(""));
  await writeText(paths.sshConfig, sshConfig(name, hosts));
  const ssh = (await run(["sh", "-c", "command -v ssh"])).stdout.trim(); // by its path: ours may stand first in somebody's PATH
  const command = [...execPrefix(name), ssh, "-F", paths.sshConfig].map(quote).join(" ");
  await makeFolder(dirname(paths.ssh));
  await writeText(paths.ssh, `#!/bin/sh\n# ssh inside the network of the lab "${name}"\nexec ${command} "$@"\n`, 0o755);
}

async function generateKey(file: string, comment: string): Promise<void> {
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);
}

/** Configuration of ssh for the hosts of a lab; hosts can be named or addressed. */
export function sshConfig(lab: string, hosts: LabRecord["hosts"]): string {
  const paths = labPaths(lab);
  const common = [
    "User root",
    `IdentityFile ${paths.key}`,
    "IdentitiesOnly yes",
    `UserKnownHostsFile ${paths.knownHosts}`,
    "GlobalKnownHostsFile /dev/null",
    "StrictHostKeyChecking yes",
    "BatchMode yes",
    "ConnectTimeout 5",
    "ServerAliveInterval 2", // else a session over a link that is cut hangs for ever
    "ServerAliveCountMax 3",
    "KexAlgorithms curve25519-sha256", // the default costs 100 ms more for each connection
    "LogLevel ERROR",
  ];
  const named = hosts.map((host) => `Host ${host.name}\n  HostName ${host.address}\n`);
  return [...named, `Host *\n${common.map((line) => `  ${line}\n`).join("")}`].join("");
}
