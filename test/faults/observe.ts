/** What is in effect on a simulated machine: files, accounts, units, kernel parameters, as comparable lines. */
import { createHash } from "node:crypto";
import { accountFiles } from "./account-files.ts";
import { observedUnits } from "./generations.ts";
import type { State } from "./machine.ts";
import { type Entry, fileAt, type Tree } from "./tree.ts";

/** Thing -> its state. "file /etc/x" -> "644 0:0 9f86d081". */
export type Observation = ReadonlyMap<string, string>;

const digest = (text: string) => createHash("sha256").update(text, "latin1").digest("hex").slice(0, 12);
const text = (tree: Tree, path: string) => fileAt(tree, path)?.content ?? "";
const parameterFiles = [
  "kernel/hostname",
  "net/core/somaxconn",
  "net/ipv4/ip_forward",
  "net/ipv4/conf/all/rp_filter",
  "net/ipv4/tcp_syncookies",
  "vm/swappiness",
];

/** Observes a state. Links into the state folder of Troupe count as the files that they lead to. */
export function observe({ disk, memory }: Required<State>): Observation {
  const seen = new Map<string, string>();
  for (const [path, entry] of disk) {
    if (!path.startsWith("etc/") || accountFiles.has(path) || path === "etc/.pwd.lock" || path === "etc/mtab") continue;
    seen.set(`file /${path}`, describe(disk, path, entry));
  }
  for (const path of ["home/ann", "home/demo"]) {
    const entry = disk.get(path);
    if (entry !== undefined) seen.set(`file /${path}`, describe(disk, path, entry));
  }
  for (const line of text(disk, "etc/passwd").split("\n")) {
    const [name = "", , uid, gid, comment, home, shell] = line.split(":");
    if (name === "") continue;
    const groups = text(disk, "etc/group")
      .split("\n")
      .map((group) => group.split(":"))
      .filter(([, , id, members]) => id !== gid && (members ?? "").split(",").includes(name))
      .map(([group]) => group);
    const password = text(disk, "etc/shadow")
      .split("\n")
      .find((entry) => entry.startsWith(`${name}:`))
      ?.split(":")[1];
    seen.set(
      `user ${name}`,
      `${uid === "1000" || Number(uid) < 100 ? uid : "-"}:${gid}:${comment}:${home}:${shell} ${groups.toSorted().join(",")} ${password}`,
    );
  }
  for (const line of text(disk, "etc/group").split("\n")) {
    const [name = "", , gid] = line.split(":");
    if (name !== "") seen.set(`group ${name}`, Number(gid) < 101 || Number(gid) === 1000 ? `${gid}` : "-");
  }
  for (const file of parameterFiles) seen.set(`parameter ${file}`, text(memory, `proc/sys/${file}`).trim());
  for (const unit of observedUnits) {
    const property = (name: string) => text(memory, `run/machine/units/${unit}/${name}`);
    const active = property("active").trim() || "inactive";
    const ran = property("ran")
      .split("\n")
      .filter((line) => /^(ExecStart|Environment|OnCalendar)=/.test(line))
      .join(" ");
    seen.set(`unit ${unit}`, active === "active" ? `active ${ran}` : active);
  }
  return seen;
}

function describe(disk: Tree, path: string, { type, mode, uid, gid, content }: Entry): string {
  const owner = `${mode.toString(8)} ${uid}:${gid}`;
  if (type === "directory") return `directory ${owner}`;
  if (type === "file") return `${owner} ${digest(content)}`;
  if (!content.includes("/var/lib/troupe")) return `link to ${content}`;
  const target = fileAt(disk, path);
  return target === undefined
    ? "dangling link"
    : `${target.mode.toString(8)} ${target.uid}:${target.gid} ${digest(target.content)}`;
}

/** Returns the differences between two observations, one line each. Nothing if they are the same. */
export function differences(expected: Observation, actual: Observation): readonly string[] {
  const things = new Set([...expected.keys(), ...actual.keys()]);
  return [...things].toSorted().flatMap((thing) => {
    const [before, after] = [expected.get(thing), actual.get(thing)];
    return before === after ? [] : [`${thing}: ${before ?? "absent"} expected, ${after ?? "absent"} found`];
  });
}
