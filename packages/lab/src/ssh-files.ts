/** Files that let a caller reach the hosts by ssh: one key for all hosts, known host keys, and a configuration. */
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { quote, run } from "./command.ts";
import { makeFolder, writeText } from "./file-modes.ts";
import { labNamespace, namespacePath } from "./network.ts";
import { hostPaths, labPaths } from "./paths.ts";
import type { LabRecord } from "./lab-record.ts";

/** Returns an argv prefix that runs a command in the network of a lab. */
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
  const ssh = (await run(["sh", "-c", "command -v ssh"])).stdout.trim(); // by its path, because the folder of paths.ssh may stand first in PATH
  const command = [...execPrefix(name), ssh, "-F", paths.sshConfig].map(quote).join(" ");
  await makeFolder(dirname(paths.ssh));
  await writeText(paths.ssh, `#!/bin/sh\n# ssh inside the network of the lab "${name}"\nexec ${command} "$@"\n`, 0o755);
}

async function generateKey(file: string, comment: string): Promise<void> {
  await run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", comment, "-f", file]);
}

/** Returns the configuration of ssh for the hosts of a lab, by name and by address. */
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
    "ServerAliveInterval 2", // otherwise a session hangs for ever when its host is cut off
    "ServerAliveCountMax 3",
    "KexAlgorithms curve25519-sha256", // each connection with the default algorithm takes 100 ms longer
    "LogLevel ERROR",
  ];
  const named = hosts.map((host) => `Host ${host.name}\n  HostName ${host.address}\n`);
  // The emulator can stand still for seconds on a busy machine.
  const patient = hosts.flatMap(({ name, address, machine }) => (machine === undefined ? [] : [name, address]));
  if (patient.length > 0)
    named.push(`Host ${patient.join(" ")}\n  ConnectTimeout 20\n  ServerAliveInterval 10\n  ServerAliveCountMax 6\n`);
  return [...named, `Host *\n${common.map((line) => `  ${line}\n`).join("")}`].join("");
}
