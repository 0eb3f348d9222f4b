/**
 * `npm run demo`: the key-value store of examples/kvstore on three real machines, from nothing to a moved primary and
 * back. Where no machine can be booted, the demo ends with the plan and says so.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, styleText } from "node:util";
import { createLab, type Lab, layer, localRepository, setUp } from "@troupe/lab";

const root = join(import.meta.dirname, "..");
const { values: flags } = parseArgs({ options: { "no-hosts": { type: "boolean", default: false } } });
const password = crypto.randomUUID();
const machines = ["alice", "bob", "carol"] as const;
type MachineName = (typeof machines)[number];
const steps: { readonly title: string; readonly seconds: number; readonly result: string }[] = [];

/** Runs one step under its heading, and remembers how long it took. */
async function step(title: string, run: () => Promise<string>): Promise<void> {
  console.log(`\n${styleText("bold", `── ${title}`)}`);
  const began = performance.now();
  const result = await run();
  steps.push({ title, seconds: (performance.now() - began) / 1000, result });
}

function progress(line: string): void {
  console.log(styleText("dim", `   ${line}`));
}

/** A copy of the example, whose inventory.json the demo rewrites as a person would. */
const project = mkdtempSync(join(tmpdir(), "troupe-demo-"));
cpSync(join(root, "examples/kvstore"), project, {
  recursive: true,
  filter: (source) => !source.includes("node_modules"),
});
mkdirSync(join(project, "node_modules"));
symlinkSync(join(root, "packages/troupe"), join(project, "node_modules/troupe"));

/** The command as a person would type it, with its output shown. */
function troupe(
  args: readonly string[],
  { lab, expect = 0, quiet = false }: { readonly lab?: Lab; readonly expect?: number; readonly quiet?: boolean } = {},
): Promise<string> {
  if (!quiet) console.log(styleText("cyan", `$ troupe ${args.join(" ")}`));
  const env = {
    ...process.env,
    ...(lab !== undefined && { TROUPE_SSH: lab.sshProgram }),
    ...(process.stdout.isTTY && { FORCE_COLOR: "1" }),
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "packages/troupe/bin/troupe.cjs"), ...args], {
      cwd: project,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    let output = "";
    child.stdout.on("data", (data: Buffer) => {
      output += data.toString();
      if (!quiet) process.stdout.write(data);
    });
    child.on("error", reject);
    child.on("close", (status) =>
      status === expect
        ? resolve(output)
        : reject(new Error(`troupe ${args.join(" ")} ended with ${status} instead of ${expect}`)),
    );
  });
}

/** Returns the answer of a redis server on a host. */
async function redis(lab: Lab, machine: MachineName, port: number, ...command: readonly string[]): Promise<string> {
  const { stdout } = await lab.ssh(machine, [
    "env",
    `REDISCLI_AUTH=${password}`,
    "redis-cli",
    "-p",
    String(port),
    ...command,
  ]);
  return stdout.trim();
}

/** Writes through the primary's port and waits until every replica has it. */
async function writeAndRead(lab: Lab, primary: MachineName, value: string): Promise<string> {
  console.log(`   writing ${value} on ${primary}: ${await redis(lab, primary, 6379, "set", "greeting", value)}`);
  for (const machine of machines) {
    const deadline = Date.now() + 20_000;
    let read = await redis(lab, machine, 6380, "get", "greeting");
    while (read !== value && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      read = await redis(lab, machine, 6380, "get", "greeting");
    }
    if (read !== value) throw new Error(`the replica on ${machine} has ${JSON.stringify(read)}, not ${value}`);
    console.log(`   reading on ${machine}: ${read}`);
  }
  return `written on ${primary}, read on ${machines.join(", ")}`;
}

interface InventoryFile {
  readonly machines: { readonly [machine: string]: { readonly deploy: { readonly targetHost: string } } };
  readonly instances: {
    readonly sessions: {
      readonly roles: { readonly primary: { readonly machines: { readonly [machine: string]: object } } };
    };
  };
}

function editInventory(edit: (inventory: InventoryFile) => InventoryFile): void {
  const file = join(project, "inventory.json");
  writeFileSync(file, `${JSON.stringify(edit(JSON.parse(readFileSync(file, "utf8")) as InventoryFile), null, 2)}\n`);
}

function movePrimary(to: MachineName): string {
  editInventory((inventory) => ({
    ...inventory,
    instances: { sessions: { roles: { primary: { machines: { [to]: {} } } } } },
  }));
  return `instances.sessions.roles.primary.machines is now { ${to} }`;
}

/** The last line of what a command printed: the one that counts. */
const lastLine = (output: string): string => output.trimEnd().split("\n").at(-1) ?? "";

async function withHosts(lab: Lab): Promise<void> {
  await step("Boot three machines", async () => {
    await lab.up();
    const machines = Object.fromEntries(
      lab.hosts.map(({ name, address }) => [name, { deploy: { targetHost: `root@${address}` } }]),
    );
    editInventory((inventory) => ({ ...inventory, machines }));
    return lab.hosts.map(({ name, address }) => `${name} ${address}`).join(", ");
  });
  await step("Put the store's password on them", async () => {
    // Until vars bring secrets, a person does this once. The password goes in through standard input, so that no
    // argument and no log contains the password.
    for (const machine of machines) {
      await lab.ssh(machine, "mkdir -p /etc/kvstore && umask 077 && cat > /etc/kvstore/password.conf", {
        input: `requirepass ${password}\nmasterauth ${password}\n`,
      });
    }
    return "/etc/kvstore/password.conf, readable by root alone";
  });
  await step("Check", async () => lastLine(await troupe(["check"], { lab })));
  await step("Plan", async () => lastLine(await troupe(["plan"], { lab })));
  await step("Apply", async () => lastLine(await troupe(["apply", "--yes"], { lab })));
  await step("Write on alice, read everywhere", () => writeAndRead(lab, "alice", "hello-from-alice"));
  await step("Move the primary to bob, in inventory.json", async () => movePrimary("bob"));
  await step("Plan: who changes, and why", async () =>
    lastLine(await troupe(["plan", "--exit-code"], { lab, expect: 3 })),
  );
  await step("Apply", async () => lastLine(await troupe(["apply", "--yes"], { lab })));
  await step("Write on bob, read everywhere", () => writeAndRead(lab, "bob", "hello-from-bob"));
  await step("Apply again", async () => lastLine(await troupe(["apply", "--yes"], { lab })));
  const running = await currentGeneration(lab);
  await step("Roll alice back", async () => lastLine(await troupe(["rollback", "--on", "alice", "--yes"], { lab })));
  await step("Roll alice forward", async () =>
    lastLine(await troupe(["rollback", "--on", "alice", "--to", running, "--yes"], { lab })),
  );
  await step("Status", async () => lastLine(await troupe(["status"], { lab })));
}

async function currentGeneration(lab: Lab): Promise<string> {
  const { machines: all } = JSON.parse(await troupe(["status", "--on", "alice", "--json"], { lab, quiet: true })) as {
    machines: { current: string }[];
  };
  return all[0]!.current;
}

async function withoutHosts(reason: string): Promise<void> {
  const folder = join(root, "demo-generations");
  console.log(
    `\nNo machines can be booted here: ${reason}\nSo this goes as far as the plan for machines that have nothing yet.`,
  );
  await step("Check", async () => lastLine(await troupe(["check"])));
  await step("Plan, for empty machines", async () => lastLine(await troupe(["plan", "--offline", "--out", folder])));
  await step("Move the primary to bob, in inventory.json", async () => movePrimary("bob"));
  await step("Plan again", async () => lastLine(await troupe(["plan", "--offline", "--out", `${folder}-moved`])));
  console.log(
    `\nSkipped, because ${reason}: apply, writing and reading, rollback.\nThe generations are in ${folder} and ${folder}-moved.`,
  );
}

const support = flags["no-hosts"]
  ? ({ ok: false, reason: "--no-hosts was given" } as const)
  : await setUp({ progress });
try {
  if (support.ok) {
    // Carol installs redis from a local repository, as any machine would from Debian's; the others have it already.
    const installed = [layer("kvstore", ["redis-server"])];
    const lab = createLab({
      hosts: [
        { name: "alice", layers: installed },
        { name: "bob", layers: installed },
        { name: "carol", repository: localRepository(["redis-server", "redis-tools"]) },
      ],
      progress,
    });
    try {
      await withHosts(lab);
    } finally {
      await lab.down();
    }
  } else await withoutHosts(support.reason);
  const width = Math.max(...steps.map(({ title }) => title.length));
  console.log(`\n${styleText("bold", "What was done")}`);
  for (const { title, seconds, result } of steps)
    console.log(`  ${title.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${result}`);
  console.log(
    `  ${"in all".padEnd(width)}  ${steps
      .reduce((sum, { seconds }) => sum + seconds, 0)
      .toFixed(1)
      .padStart(6)} s`,
  );
} catch (error) {
  console.error(`\nThe demo stopped: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
