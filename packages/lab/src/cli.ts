/** The command `npm run lab`. A lab that the command makes stays until `down`. */
import { spawn } from "node:child_process";
import { baseImage } from "./base-image.ts";
import { parseArguments, type Request, usage } from "./cli-arguments.ts";
import { commandEnvironment } from "./command.ts";
import { isLabError, LabError } from "./lab-error.ts";
import { createLab, type Lab, openLab } from "./lab.ts";
import { layer } from "./layer.ts";
import { machineImage } from "./machine-image.ts";
import { allRecords, type LabRecord } from "./lab-record.ts";
import { localRepository } from "./repository.ts";
import { setUp } from "./setup.ts";

const progress = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(argv: readonly string[]): Promise<number> {
  const request = parseArguments(argv);
  if ("usageError" in request) {
    process.stderr.write(`lab: ${request.usageError}\n`);
    return 2;
  }
  try {
    return await carryOut(request);
  } catch (error) {
    if (!isLabError(error)) throw error;
    process.stderr.write(`lab: ${error.message}\n`);
    return 1;
  }
}

async function carryOut(request: Request): Promise<number> {
  switch (request.verb) {
    case "help":
      process.stdout.write(`${usage()}\n`);
      return 0;
    case "setup":
      await makeReady(request.vm);
      await baseImage(progress);
      if (request.vm) await machineImage([], progress);
      return 0;
    case "up":
      await up(request);
      return 0;
    case "ssh":
      return attach([existing(request).sshProgram, request.host, ...request.command]);
    case "exec":
      return attach([...existing(request).execPrefix, ...request.command]);
    case "inside":
      return attach([
        ...(await existing(request).insidePrefix(request.host)),
        ...(request.command.length > 0 ? request.command : ["bash"]),
      ]);
    case "status":
      return status();
    case "down":
      await (openLab(request.name, { progress }) ?? createLab({ name: request.name, hosts: 1, progress })).down();
      return 0;
    default:
      await existing(request)[request.verb](request.host);
      return 0;
  }
}

async function makeReady(vm: boolean): Promise<void> {
  const supported = await setUp({ progress, vm });
  if (!supported.ok) throw new LabError(`hosts cannot be booted here: ${supported.reason}`);
}

async function up({ name, hosts, layers, repository, release, ipv6, vm }: Request & { verb: "up" }): Promise<void> {
  await makeReady(vm);
  const lab = createLab({
    name,
    hosts,
    keep: true,
    progress,
    ipv6,
    vm,
    ...(release !== undefined && { release }),
    layers: layers.map((packages) => layer(packages.join(","), packages)),
    ...(repository.length > 0 && { repository: localRepository(repository) }),
  });
  await lab.up();
  for (const host of lab.hosts) process.stdout.write(`${host.name}\t${host.address}\n`);
}

function existing({ name }: Request): Lab {
  const lab = openLab(name, { progress });
  if (lab === undefined) throw new LabError(`there is no lab called "${name}"; "up" makes one`);
  return lab;
}

/** Runs a command with the terminal of this process, and returns its status. */
async function attach([program = "", ...rest]: readonly string[]): Promise<number> {
  process.on("SIGINT", () => {}); // the command receives the signal too, and handles it
  const child = spawn(program, rest, { stdio: "inherit", env: commandEnvironment() });
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(new LabError(`${program} could not be run: ${cause.message}`, { cause })));
    child.once("close", (status) => resolve(status ?? 1));
  });
}

async function status(): Promise<number> {
  for (const record of await allRecords()) {
    process.stdout.write(`${record.name} (${ownership(record)})\n`);
    for (const host of (await openLab(record.name)?.status()) ?? []) {
      const memory = host.memory === undefined ? "" : `\t${Math.round(host.memory / 1e6)} MB`;
      process.stdout.write(
        `  ${host.name}\t${host.address}\t${host.running ? "running" : "off"}${host.cut ? ", cut" : ""}${memory}\n`,
      );
    }
  }
  return 0;
}

function ownership({ owner }: LabRecord): string {
  return owner === undefined ? "stays until it is taken down" : `of process ${owner.pid}`;
}

process.exitCode = await main(process.argv.slice(2));
