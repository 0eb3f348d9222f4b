import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { openssh } from "./openssh.ts";
import type { Target } from "./transport.ts";

const target: Target = {
  machine: "alice",
  class: "linux",
  host: "192.0.2.1",
  user: "root",
  port: 2222,
  sshOptions: ["-o", "ConnectTimeout=3"],
  sudo: false,
};
/** The runtime folder of the user in a test. */
let runtime: string;
beforeEach(() => {
  runtime = mkdtempSync(join(tmpdir(), "troupe-runtime-"));
  vi.stubEnv("XDG_RUNTIME_DIR", runtime);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(runtime, { recursive: true, force: true });
  });
});

const usual = { command: "true", stdin: [], timeoutMs: 10_000 };

it("gives ssh what it needs, the target's own options before what is only usual", async () => {
  await using transport = openssh({ ssh: ["printf", "%s\\n"] });
  const { stdout } = await transport.exec(target, usual);
  expect(stdout.replaceAll("-o\n", "-o ").replace(/=\/.*\/troupe-[\w-]+\//, "=FOLDER/")).toMatchInlineSnapshot(`
    "-T
    -o ControlMaster=auto
    -o ControlPath=FOLDER/0
    -o ControlPersist=30
    -o BatchMode=yes
    -o ClearAllForwardings=yes
    -o ForwardAgent=no
    -o ForwardX11=no
    -o PermitLocalCommand=no
    -o RemoteCommand=none
    -o LogLevel=ERROR
    -o ConnectTimeout=3
    -o ConnectTimeout=10
    -o ServerAliveInterval=5
    -o ServerAliveCountMax=3
    -l
    root
    -p
    2222
    --
    192.0.2.1
    true
    "
  `);
  expect((await transport.exec(target, { ...usual, fresh: true })).stdout).toContain("ControlPath=none");
});

it("removes its folder of connections", async () => {
  const transport = openssh({ ssh: ["printf", "%s\\n"] });
  const { stdout } = await transport.exec(target, usual);
  const folder = dirname(/ControlPath=(.*)/.exec(stdout)![1]!);
  expect(existsSync(folder)).toBe(true);
  await transport.close();
  expect(existsSync(folder)).toBe(false);
});

/** A stand-in for ssh that runs the command here: its last argument. */
const here = ["bash", "--norc", "-c", 'eval "${!#}"', "ssh"];

it("passes input and output, line by line, and the way it ended", async () => {
  await using transport = openssh({ ssh: here });
  const lines: string[] = [];
  const result = await transport.exec(target, {
    ...usual,
    command: "cat; echo no >&2; exit 7",
    stdin: [Buffer.from("one\ntw"), Buffer.from("o\nthree")],
    onLine: (line) => lines.push(line),
  });
  expect(result).toEqual({ code: 7, stdout: "one\ntwo\nthree", stderr: "no\n", timedOut: false });
  expect(lines).toEqual(["one", "two"]);
  expect((await transport.exec(target, { ...usual, command: "exit 255" })).code).toBeNull();
});

it("does not mind a command that does not read its input", async () => {
  await using transport = openssh({ ssh: here });
  const result = await transport.exec(target, {
    ...usual,
    command: "exec <&-; true",
    stdin: [Buffer.alloc(1_000_000)],
  });
  expect(result.code).toBe(0);
});

it("gives up when the time is over, and when it is told to", async () => {
  await using transport = openssh({ ssh: here });
  expect(await transport.exec(target, { ...usual, command: "exec sleep 60", timeoutMs: 50 })).toMatchObject({
    code: null,
    timedOut: true,
  });
  const controller = new AbortController();
  const running = transport.exec(target, { ...usual, command: "exec sleep 60", signal: controller.signal });
  await sleep(20);
  controller.abort(new Error("enough"));
  await expect(running).rejects.toThrow("enough");
  await expect(transport.exec(target, { ...usual, signal: controller.signal })).rejects.toThrow("enough");
});

// The stubborn program never ends, so a transport that waits for it reaches the limit of the test.
it("does not wait for a connection that cannot be closed", { timeout: 120_000 }, async () => {
  const stubborn = join(runtime, "ssh");
  writeFileSync(
    stubborn,
    `#!/bin/bash\ntrap "" TERM\ncase " $* " in *" -O exit "*) touch ${runtime}/asked; while :; do sleep 0.1; done ;; *) echo "$*" ;; esac\n`,
  );
  chmodSync(stubborn, 0o755);
  const transport = openssh({ ssh: [stubborn] });
  const { stdout } = await transport.exec(target, usual);
  const listener = createServer().listen(/ControlPath=(\S+)/.exec(stdout)![1]);
  onTestFinished(() => void listener.close());
  await transport.close();
  expect(existsSync(join(runtime, "asked"))).toBe(true);
});

it("closes a shared connection over its socket, without another ssh", async () => {
  const ssh = join(runtime, "ssh");
  writeFileSync(ssh, `#!/bin/sh\necho "$*" | tee -a ${runtime}/calls\n`, { mode: 0o755 });
  const transport = openssh({ ssh: [ssh] });
  const { stdout } = await transport.exec(target, usual);
  let received = Buffer.alloc(0);
  const listener = createServer((socket) => {
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length === 24) socket.end();
    });
  }).listen(/ControlPath=(\S+)/.exec(stdout)![1]);
  onTestFinished(() => void listener.close());
  await transport.close();
  // The messages of PROTOCOL.mux, each after its length: hello with the version 4, terminate with the request 1.
  expect(received.toString("hex")).toBe("000000080000000100000004000000081000000500000001");
  expect(readFileSync(join(runtime, "calls"), "utf8").split("\n")).toHaveLength(2);
});

it("ends a command whose output has too many bytes or lines", { timeout: 60_000 }, async () => {
  await using transport = openssh({ ssh: here });
  for (const command of ["exec head -c 200000000 /dev/zero", "exec yes"]) {
    let lines = 0;
    const result = await transport.exec(target, { ...usual, command, timeoutMs: 50_000, onLine: () => (lines += 1) });
    expect(result).toMatchObject({ code: null, overflowed: true, timedOut: false });
    expect(result.stdout.length).toBeLessThan(70_000_000);
    expect(lines).toBeLessThanOrEqual(250_000);
  }
  const { stderr } = await transport.exec(target, {
    ...usual,
    command: "head -c 1000000 /dev/zero | tr '\\0' x >&2; echo end >&2",
  });
  expect([stderr.length, stderr.endsWith("xend\n")]).toEqual([16_384, true]);
});

it("removes the folders of processes that were killed, and no others", async () => {
  const { pid: dead } = spawnSync("true");
  const left = mkdtempSync(join(runtime, `troupe-${dead}-`));
  spawnSync(process.execPath, [
    "-e",
    `const s = require("net").createServer().listen(${JSON.stringify(join(left, "0"))}, () => process.kill(process.pid, 9))`,
  ]);
  expect(lstatSync(join(left, "0")).isSocket()).toBe(true);
  const inUse = mkdtempSync(join(runtime, `troupe-${process.ppid}-`));
  const served = mkdtempSync(join(runtime, `troupe-${dead}-`));
  const server = createServer().listen(join(served, "0"));
  onTestFinished(() => void server.close());
  await using transport = openssh({ ssh: ["true"] });
  await transport.exec(target, usual);
  expect({ left: existsSync(left), inUse: existsSync(inUse), served: existsSync(join(served, "0")) }).toEqual({
    left: false,
    inUse: true,
    served: true,
  });
});

it("removes sockets of its own alone: no files, no folders, nothing behind a link", async () => {
  const { pid: dead } = spawnSync("true");
  const victim = join(runtime, "victim");
  mkdirSync(join(victim, "deep"), { recursive: true, mode: 0o700 });
  writeFileSync(join(victim, "authorized_keys"), "key");
  const folder = mkdtempSync(join(runtime, `troupe-${dead}-`));
  symlinkSync(victim, join(folder, "d"));
  mkdirSync(join(folder, "e"));
  writeFileSync(join(folder, "e/file"), "");
  symlinkSync(victim, join(runtime, `troupe-${dead}-link`));
  const open = mkdtempSync(join(runtime, `troupe-${dead}-`));
  chmodSync(open, 0o777);
  await using transport = openssh({ ssh: ["true"] });
  await transport.exec(target, usual);
  const kept = [join(victim, "authorized_keys"), join(victim, "deep"), join(folder, "e/file"), open];
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
});

it("keeps sockets in the user's cache, if there is no private runtime folder", async () => {
  for (const folder of [undefined, "relative", join(runtime, "missing"), "/tmp"]) {
    const home = mkdtempSync(join(tmpdir(), "h"));
    vi.stubEnv("XDG_RUNTIME_DIR", folder);
    vi.stubEnv("HOME", home);
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    await using transport = openssh({ ssh: ["printf", "%s\n"] });
    const { stdout } = await transport.exec(target, usual);
    const path = dirname(/ControlPath=(.*)/.exec(stdout)![1]!);
    expect([dirname(path), lstatSync(path).mode & 0o777]).toEqual([join(home, ".cache/troupe"), 0o700]);
  }
});
