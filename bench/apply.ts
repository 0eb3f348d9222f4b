/**
 * How long applies to lab hosts take on the clock, next to `ssh HOST true` on all hosts at once, in turn in one run. Each
 * host has 20 files and five units with a health check each. The packages are those that `npm pack` makes.
 *
 * BENCH_INSTALLED names a folder in which they are installed already. BENCH_COMPARE names one with another version, which
 * gets hosts of its own and its turn in each round.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLab } from "@troupe/lab";
import { installPackages } from "../scripts/installation.ts";

const [hosts, rounds] = process.argv.slice(2).map(Number) as [number, number];

/** A project whose hosts run units with the greeting. */
const projectText = (addresses: readonly string[], greeting: string): string => `
import { defineInventory, defineService, system } from "troupe";
const numbers = (count) => Array.from({ length: count }, (_, index) => index);
const app = defineService({
  manifest: { name: "app", description: "Units and files" },
  roles: {
    server: {
      interface: {},
      perInstance: () => ({
        module: system({
          environment: { etc: Object.fromEntries(numbers(20).map((index) => ["app/" + index + ".conf", { text: index + "\\n" }])) },
          systemd: {
            services: Object.fromEntries(numbers(5).map((index) => ["app-" + index, {
              wantedBy: ["multi-user.target"],
              environment: { GREETING: index === 0 ? ${JSON.stringify(greeting)} : "" },
              serviceConfig: { ExecStart: "/bin/sleep infinity" },
            }])),
          },
          healthChecks: Object.fromEntries(numbers(5).map((index) => ["app-" + index, { script: "true" }])),
        }),
      }),
    },
  },
});
export default defineInventory({
  meta: { name: "bench", domain: "home.arpa" },
  services: { app },
  machines: ${JSON.stringify(Object.fromEntries(addresses.map((address, index) => [`host-${index}`, { tags: ["app"], deploy: { targetHost: `root@${address}` } }])))},
}).instances({ app: { service: "app", roles: { server: { tags: { app: {} } } } } });
`;

const folder = process.env["BENCH_INSTALLED"] ?? mkdtempSync(join(tmpdir(), "troupe-bench-"));
if (process.env["BENCH_INSTALLED"] === undefined) {
  process.once("exit", () => rmSync(folder, { recursive: true }));
  installPackages(folder);
}
const compared = process.env["BENCH_COMPARE"];
await using lab = createLab({ hosts });
await using otherLab = createLab({ hosts: compared === undefined ? 1 : hosts });
const subjects = [{ prefix: "", installation: folder, lab }];
if (compared !== undefined) subjects.push({ prefix: "compared", installation: compared, lab: otherLab });
const times: { [figure: string]: number[] } = {};

for (const subject of subjects) {
  await subject.lab.up();
  await timed(subject, "first", "one");
}
for (let round = 0; round < rounds; round++) {
  for (const subject of subjects) {
    await timeSsh(subject.lab);
    await timed(subject, "noop", round === 0 ? "one" : `round ${round - 1}`);
    await timed(subject, "change", `round ${round}`);
  }
}
const median = (figure: string): number =>
  times[figure]!.toSorted((a, b) => a - b)[Math.floor(times[figure]!.length / 2)]!;
const figures = Object.fromEntries(Object.keys(times).map((figure) => [figure, median(figure)]));
console.log(JSON.stringify({ ...figures, noopRatio: figures["noopMs"]! / figures["sshMs"]! }));

/** Runs `ssh HOST true` on all hosts at once. */
async function timeSsh({ hosts, sshConfig, execPrefix }: typeof lab): Promise<void> {
  const command = hosts.map(({ address }) => `ssh -F ${sshConfig} root@${address} true &`).join("\n");
  await time("sshMs", [...execPrefix, "sh", "-c", `${command}\nwait`], {});
}

/** Applies the project with a greeting. */
async function timed({ prefix, installation, lab }: (typeof subjects)[number], name: string, greeting: string) {
  const project = join(installation, "bench-project");
  mkdirSync(project, { recursive: true });
  writeFileSync(
    join(project, "troupe.ts"),
    projectText(
      lab.hosts.map(({ address }) => address),
      greeting,
    ),
  );
  const ssh = join(project, "ssh");
  writeFileSync(ssh, `#!/bin/sh\nexec ssh -F ${lab.sshConfig} "$@"\n`, { mode: 0o755 });
  const figure = prefix === "" ? `${name}Ms` : `${prefix}${name[0]!.toUpperCase()}${name.slice(1)}Ms`;
  const program = join(installation, "node_modules/troupe/bin/troupe.cjs");
  await time(figure, [...lab.execPrefix, process.execPath, program, "apply", "--yes", "-C", project], {
    TROUPE_SSH: ssh,
  });
}

async function time(figure: string, [program = "", ...args]: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const begun = performance.now();
  const child = spawn(program, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "", ...env },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  if (status !== 0) throw new Error(`${figure}: status ${status}: ${output}`);
  (times[figure] ??= []).push(performance.now() - begun);
}
