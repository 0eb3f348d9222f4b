/**
 * How many processes the agent script starts, counted with `strace -f` in a box: for the probe of a machine without
 * changes, and for the requests that apply a change of one unit. Processes of the box's stand-ins for systemd do not
 * count, except those of the script's transient units. The CPU time is that of the same requests without strace.
 */
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { agentScript } from "../packages/linux/src/agent/agent.ts";
import { agentCommand } from "../packages/linux/src/agent/command.ts";
import { generationArchive } from "../packages/linux/src/agent/generation-archive.ts";
import { printManifest } from "../packages/linux/src/generation/manifest.ts";
import { agentBox } from "../packages/linux/src/agent/testing/agent-box.ts";
import type { Generation } from "../packages/linux/src/model/generation.ts";
import { rendered } from "../packages/linux/src/testing/rendered.ts";
import { processesByProgram } from "./strace.ts";

const [files, units, changed] = process.argv.slice(2).map(Number) as [number, number, number];

/** A machine with files, units with a health check each, keys, names, a firewall and a kernel parameter. */
function machine(change: string): Generation {
  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
  return rendered({
    environment: {
      etc: Object.fromEntries(
        numbers(files).map((index) => [`bench/${index}.conf`, { text: `${index}${index < changed ? change : ""}\n` }]),
      ),
    },
    systemd: {
      services: Object.fromEntries(
        numbers(units).map((index) => [
          `bench-${index}`,
          {
            wantedBy: ["multi-user.target"],
            environment: { CHANGE: index === 0 ? change : "" },
            serviceConfig: { ExecStart: "/bin/sleep infinity" },
          },
        ]),
      ),
      tmpfiles: { rules: ["d /run/bench 0755 root root -"] },
    },
    healthChecks: Object.fromEntries(numbers(units).map((index) => [`bench-${index}`, { script: "true" }])),
    users: { users: { root: { openssh: { authorizedKeys: { keys: ["ssh-ed25519 AAAAdeploy deploy"] } } } } },
    networking: { hostName: "box", hosts: { "192.0.2.11": ["bob"] }, firewall: { enable: true } },
    boot: { kernel: { sysctl: { "vm.swappiness": 10 } } },
  }).generation;
}

if (spawnSync("strace", ["-V"]).status !== 0) throw new Error("strace is missing");
using box = agentBox({ parameters: { "vm/swappiness": "60" }, packages: ["nftables"] });
const digest = createHash("sha256").update(agentScript).digest("hex");
const figures: { [figure: string]: number } = {};

/** Runs a request as a deployer does; returns the last line of the reply. */
function request(verb: string, args: readonly string[], input: string | Uint8Array, prefix: string): string {
  const command = agentCommand(verb, args, { digest, sudo: false }).replace(/^exec /, "");
  // As sshd does.
  const connection = "SSH_CONNECTION='192.0.2.9 50000 192.0.2.1 22'";
  const text = box.run(`export ${connection}; ${prefix}${command} 2>&1; times >/run/times`, input);
  return text.split("\n").at(-1) ?? "";
}
/** The requests of an apply: names of figures, and the requests with the expected end. */
const requests = (from: string, { id, generation }: { id: string; generation: Generation }) =>
  [
    ["probe", "probe", [from], "", "ok"],
    ["compare", "probe", [id], printManifest(generation.manifest), "ok"],
    ["fetch", "fetch", [from], "tree\tunits/bench-0.service\n", "ok"],
    [
      "stage",
      "stage",
      [id, "archive"],
      gzipSync(generationArchive(generation, { version: 1, entries: {}, contributors: {} })),
      "staged",
    ],
    ["switch", "switch", [id, from, "60", "60", "bench"], "", "pending"],
    ["confirm", "confirm", [id], "", "confirmed"],
  ] as const;

const [first, second] = [machine("one"), machine("two")];
const applied = box.apply(first);
if (applied.at(-1) !== "confirmed") throw new Error(`the first generation was not applied: ${applied.join("; ")}`);

for (const [name, verb, args, input, end] of requests(first.id, { id: second.id, generation: second })) {
  const answer = request(verb, args, input, "strace -f -qq -e trace=process -o /run/trace ");
  if (!answer.startsWith(`end\t${end}`)) throw new Error(`${verb} ended with ${answer}`);
  const byProgram = processesByProgram(box.run("cat /run/trace"));
  figures[name] = [...byProgram.values()].reduce((sum, count) => sum + count, 0);
  if (process.env["BENCH_PROGRAMS"]) {
    const sorted = [...byProgram].toSorted((a, b) => b[1] - a[1]);
    console.error(`${verb}: ${sorted.map(([program, count]) => `${program} ${count}`).join(", ")}`);
  }
}
figures["change"] = ["compare", "fetch", "stage", "switch", "confirm"].reduce((sum, name) => sum + figures[name]!, 0);
// Back again, without strace.
for (const [name, verb, args, input, end] of requests(second.id, { id: first.id, generation: first })) {
  const answer = request(verb, args, input, "");
  if (!answer.startsWith(`end\t${end}`)) throw new Error(`${verb} ended with ${answer}`);
  figures[`${name}CpuMs`] = childrenMs(box.run("cat /run/times"));
}
console.log(JSON.stringify(figures));

/** The CPU time of the children, from what the command `times` of sh prints: "0m0.01s 0m0.00s" in its second line. */
function childrenMs(times: string): number {
  const [, children = ""] = times.split("\n");
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + (Number(minutes) * 60 + Number(seconds)) * 1000,
    0,
  );
}
