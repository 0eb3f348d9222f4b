/**
 * For tests: the agent script in a mount namespace of its own, with an empty /etc and state, and a systemd that knows
 * the states of units and runs none.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { agentScript } from "../agent.ts";
import { generationArchive } from "../generation-archive.ts";
import type { Generation } from "../../model/generation.ts";
import { parseReply } from "../reply.ts";
import { systemctlStub } from "./systemctl-stub.ts";

/** False where the tests may not make mount namespaces. */
export const canMakeBoxes: boolean = process.getuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;

/** The type that `statfs` gives for a tmpfs. */
const tmpfsMagic = 0x01021994;
const sharedMemory = "/dev/shm";

/** Boxes lie in memory, because the agent script syncs files in each verb, and a sync waits for the disk. */
const boxesFolder: string =
  existsSync(sharedMemory) && statfsSync(sharedMemory).type === tmpfsMagic ? sharedMemory : tmpdir();

/** Folders of the machine that a box has for itself. */
const boxedFolders = ["/etc", "/var/lib", "/run", "/usr/local/sbin", "/proc/sys"] as const;

/**
 * `systemd-run` starts a unit at once, and a timer never; the log of `systemd-run` and `systemctl` is in
 * /run/systemd.log.
 */
const stubs: { readonly [program: string]: string } = {
  systemctl: systemctlStub,
  "systemd-run": `echo "systemd-run $*" >>/run/systemd.log
case $* in *--no-block*) exit 0 ;; *--on-active*) exit 0 ;; esac
while [ "$1" != sh ]; do shift; done
"$@" || :`,
  journalctl: "",
  hostname: "",
  hostnamectl: "",
  // The table of the firewall lies in /run/nft, as text.
  nft: `case $* in "-f "*) grep -q broken "$2" && { echo "$2:1:1-4: Error: syntax error" >&2; exit 1; }; cp "$2" /run/nft ;;
*list*) cat /run/nft 2>/dev/null ;; delete*) rm -f /run/nft ;; esac`,
  "systemd-tmpfiles": `grep -q broken "$2" && { echo "$2: cannot create" >&2; exit 73; }; echo "systemd-tmpfiles $*" >>/run/systemd.log`,
};

/** A machine for the agent script. Paths are those of the machine. */
export interface AgentBox {
  /** Runs a script of POSIX sh; returns what it prints on stdout and stderr. */
  readonly run: (script: string, input?: string | Uint8Array) => string;
  /** Runs a verb; returns the fields of the last line of the reply, and the whole reply. */
  readonly ask: (
    verb: string,
    args: readonly string[],
    input?: string | Uint8Array,
  ) => { end: readonly string[] | undefined; text: string };
  /** Runs the command line of a request, as a login shell would. */
  readonly exec: (
    command: string,
    input: Uint8Array,
  ) => { readonly status: number | null; readonly stdout: string; readonly stderr: string };
  /** Runs a script of POSIX sh among the functions of the agent script. */
  readonly call: (script: string) => string;
  /** Stages a generation, switches to it and confirms; returns the last lines of the replies. */
  readonly apply: (
    generation: Generation,
    options?: { readonly from?: string; readonly adopt?: readonly string[] },
  ) => readonly string[];
  readonly stage: (generation: Generation) => string;
  readonly [Symbol.dispose]: () => void;
}

/** The record of dpkg of an installed package. */
const installedPackage = (name: string): string =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nMaintainer: x <x@x>\nDescription: x\n`;

/**
 * Makes a box whose /etc has the accounts of root alone. `parameters` are the kernel parameters of the box, by path
 * below /proc/sys; it never has those of this machine, since a switch in it would set them for everybody. `packages`
 * are names of Debian packages that are installed in the box.
 */
export function agentBox({
  parameters = {},
  packages = [],
}: {
  readonly parameters?: { readonly [path: string]: string };
  readonly packages?: readonly string[];
} = {}): AgentBox {
  const root = mkdtempSync(join(boxesFolder, "troupe-box-"));
  chmodSync(root, 0o755);
  for (const folder of boxedFolders) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of ["systemd/system", "units"]) mkdirSync(join(root, "run", folder), { recursive: true });
  writeFileSync(
    join(root, "etc/passwd"),
    "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/nonexistent:/bin/sh\n",
  );
  writeFileSync(join(root, "etc/group"), "root:x:0:\nnogroup:x:65534:\n");
  // Debian finds awk through this folder.
  cpSync("/etc/alternatives", join(root, "etc/alternatives"), { recursive: true, verbatimSymlinks: true });
  for (const [program, body] of Object.entries(stubs))
    writeFileSync(join(root, "usr/local/sbin", program), `#!/bin/sh\n${body}\n`, { mode: 0o755 });

  if (packages.length > 0) {
    mkdirSync(join(root, "var/lib/dpkg"));
    writeFileSync(join(root, "var/lib/dpkg/status"), packages.map(installedPackage).join("\n"));
  }
  for (const [path, value] of Object.entries({
    "kernel/random/boot_id": "box",
    "kernel/hostname": "box",
    ...parameters,
  })) {
    mkdirSync(dirname(join(root, "proc/sys", path)), { recursive: true });
    writeFileSync(join(root, "proc/sys", path), `${value}\n`);
  }
  const binds = boxedFolders.map((folder) => `mount --bind ${root}${folder} ${folder}`).join(" && ");
  const start = (args: readonly string[], input: string | Uint8Array = "") =>
    spawnSync("unshare", ["-m", "sh", "-c", `${binds} && exec "$@"`, "box", ...args], {
      input,
      env: { PATH: "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin" },
      encoding: "utf8",
      maxBuffer: 2 ** 27,
    });
  const inside = (...started: Parameters<typeof start>) => {
    const { stdout, stderr } = start(...started);
    return `${stdout}${stderr}`;
  };
  const run: AgentBox["run"] = (script, input) => inside(["sh", "-c", script], input).trimEnd();
  // Files, because an argument and a string of the environment have at most 128 KiB.
  writeFileSync(join(root, "agent"), agentScript);
  writeFileSync(join(root, "functions"), agentScript.slice(0, agentScript.indexOf("\nverb=") + 1));
  const call = (script: string) => inside(["sh", "-c", `. ${root}/functions\n${script}`]).trimEnd();
  const ask: AgentBox["ask"] = (verb, args, input) => {
    const text = inside(["sh", "-c", `TROUPE=$(cat ${root}/agent); eval "$TROUPE"`, "troupe", verb, ...args], input);
    return { end: parseReply(text)?.end, text };
  };
  const last = (verb: string, args: readonly string[], input?: string | Uint8Array): string => {
    const { end, text } = ask(verb, args, input);
    return end?.join(" ") ?? text;
  };
  const stage = (generation: Generation) =>
    last(
      "stage",
      [generation.id, "archive"],
      gzipSync(generationArchive(generation, { version: 1, entries: {}, contributors: {} })),
    );
  return {
    run,
    exec: (command, input) => start(["sh", "-c", command], input),
    call,
    ask,
    stage,
    apply: (generation, { from = "-", adopt = [] } = {}) => {
      const { id } = generation;
      const staged = stage(generation);
      const switched = last("switch", [id, from, "60", "60", "ann"], adopt.map((target) => `${target}\n`).join(""));
      return [staged, switched, switched.startsWith("pending") ? last("confirm", [id]) : ""].filter(
        (line) => line !== "",
      );
    },
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  };
}
