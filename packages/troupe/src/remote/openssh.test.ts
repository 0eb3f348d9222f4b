import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
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
const usual = { command: "true", stdin: [], timeoutMs: 10_000 };

it("gives ssh what it needs, the target's own options before what is only usual", async () => {
  await using transport = openssh({ ssh: ["printf", "%s\\n"] });
  const { stdout } = await transport.exec(target, usual);
  expect(stdout.replaceAll("-o\n", "-o ").replace(/\/tmp\/troupe-ssh-[\w-]+/, "FOLDER")).toMatchInlineSnapshot(`
    "-T
    -o ControlMaster=auto
    -o ControlPath=FOLDER/0
    -o ControlPersist=30
    -o BatchMode=yes
    -o ClearAllForwardings=yes
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
const here = ["bash", "-c", 'eval "${!#}"', "ssh"];

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
  const result = await transport.exec(target, { ...usual, command: "exec <&-; true", stdin: [Buffer.alloc(1_000_000)] });
  expect(result.code).toBe(0);
});

it("gives up when the time is over, and when it is told to", async () => {
  await using transport = openssh({ ssh: here });
  expect(await transport.exec(target, { ...usual, command: "exec sleep 60", timeoutMs: 50 })).toMatchObject({ code: null, timedOut: true });
  const controller = new AbortController();
  const running = transport.exec(target, { ...usual, command: "exec sleep 60", signal: controller.signal });
  await sleep(20);
  controller.abort(new Error("enough"));
  await expect(running).rejects.toThrow("enough");
  await expect(transport.exec(target, { ...usual, signal: controller.signal })).rejects.toThrow("enough");
});

it("removes the folders of processes that were killed, and no others", async () => {
  const { pid: dead } = spawnSync("true");
  const left = mkdtempSync(`/tmp/troupe-ssh-${dead}-`);
  const inUse = mkdtempSync(`/tmp/troupe-ssh-${process.ppid}-`);
  await using transport = openssh({ ssh: ["true"] });
  await transport.exec(target, usual);
  expect({ left: existsSync(left), inUse: existsSync(inUse) }).toEqual({ left: false, inUse: true });
  rmdirSync(inUse);
});
