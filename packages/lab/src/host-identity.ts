/** The identity of a host: files in the host's own layer, written before the host's first boot. */
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { addressFamily, gatewayAddress, withPrefixLength } from "./addresses.ts";
import { makeFolder, writeText } from "./file-modes.ts";
import { hostPaths, labPaths } from "./paths.ts";
import type { HostRecord, LabRecord } from "./lab-record.ts";
import { repositorySource } from "./repository.ts";

/** Writes the host's name, the names of all hosts of the lab, the host's keys, and the source of its packages. */
export async function writeIdentity(lab: LabRecord, host: HostRecord): Promise<void> {
  const { upper, work, root, key } = hostPaths(lab.name, host.name);
  for (const folder of [upper, work, root]) await makeFolder(folder);
  const put = async (path: string, text: string, mode?: number): Promise<void> => {
    await makeFolders(upper, dirname(path));
    await writeText(join(upper, path), text, mode);
  };
  await put("etc/hostname", `${host.name}\n`);
  await put("etc/hosts", hostsFile(lab.hosts));
  await put("etc/machine-id", `${randomBytes(16).toString("hex")}\n`);
  await put("etc/ssh/ssh_host_ed25519_key", await readFile(key, "utf8"), 0o600);
  await put("etc/ssh/ssh_host_ed25519_key.pub", await readFile(`${key}.pub`, "utf8"));
  await put("root/.ssh/authorized_keys", await readFile(`${labPaths(lab.name).key}.pub`, "utf8"), 0o600);
  if (host.machine !== undefined) await put("etc/systemd/network/10-troupe-lab.network", networkFile(host.address));
  if (host.repository !== undefined) await put("etc/apt/sources.list.d/troupe-lab.list", repositorySource);
}

/** Returns the contents of /etc/hosts, which are equal on all hosts of a lab. */
export function hostsFile(hosts: readonly { readonly name: string; readonly address: string }[]): string {
  const local = ["127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback"];
  return [...local, ...hosts.map((host) => `${host.address}\t${host.name}`)].map((line) => `${line}\n`).join("");
}

/** Returns the configuration of a virtual machine's interface for systemd-networkd. */
function networkFile(address: string): string {
  const lines = [
    "[Match]",
    "Name=eth0",
    "[Network]",
    `Address=${withPrefixLength(address)}`,
    `Gateway=${gatewayAddress(addressFamily(address))}`,
    "LinkLocalAddressing=no",
    "IPv6AcceptRA=no",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/**
 * Makes folders with the modes that the image has for them, because they hide the image's folders: /root and its .ssh
 * are private.
 */
async function makeFolders(upper: string, path: string): Promise<void> {
  const parts = path.split("/");
  for (const depth of parts.keys()) {
    await makeFolder(join(upper, ...parts.slice(0, depth + 1)), parts[0] === "root" ? 0o700 : 0o755);
  }
}
