import { expect, test } from "vitest";
import type { ExecResult, Transport } from "../remote/transport.ts";
import { apply } from "./apply.ts";
import { plan } from "./plan.ts";
import { status } from "./status.ts";
import { desire, labTarget } from "./testing/lab-machines.ts";

const target = labTarget("alice", { user: "root", host: "192.0.2.1" });
const desired = [desire(target, { environment: { etc: { motd: { text: "hello\n" } } } })];
const failed = (stderr: string, more: Partial<ExecResult> = {}): ExecResult => ({
  code: null,
  stdout: "",
  stderr,
  timedOut: false,
  ...more,
});

test.each<readonly [name: string, code: string, said: "unreachable" | "blocked", result: ExecResult]>([
  ["no route", "TRP5001", "unreachable", failed("ssh: connect to host 192.0.2.1 port 22: No route to host\r\n")],
  [
    "no address",
    "TRP5002",
    "unreachable",
    failed("ssh: Could not resolve hostname alice: Name or service not known\r\n"),
  ],
  ["no end", "TRP5009", "unreachable", failed("", { timedOut: true })],
  ["no end after an answer", "TRP5015", "blocked", failed("", { timedOut: true, stdout: "troupe-agent\t1\n" })],
  ["a refused login", "TRP5003", "blocked", failed("root@192.0.2.1: Permission denied (publickey).\r\n")],
  ["another host key", "TRP5004", "blocked", failed("Host key for 192.0.2.1 has changed\r\n")],
  ["an unknown host key", "TRP5005", "blocked", failed("Host key verification failed.\r\n")],
  ["another program's answer", "TRP5010", "blocked", failed("", { code: 1, stdout: "hello\n" })],
])("a machine with %s (%s) is %s", async (_, code, said, result) => {
  const transport: Transport = { exec: () => Promise.resolve(result), close: () => Promise.resolve() };
  const made = await plan(desired, { transport });
  expect(made.machines).toMatchObject([{ status: said, diagnostics: [{ code }] }]);
  const [state] = await status([target], { transport });
  expect(state).toMatchObject({ reachable: false, diagnostics: [{ code }] });
  expect(state!.blocked === true).toBe(said === "blocked");
  const [ended] = await apply(made, desired, { transport });
  expect(ended).toMatchObject({ outcome: said === "blocked" ? "refused" : "unreachable" });
  // Nothing is known about the generation of the machine.
  expect(ended).not.toHaveProperty("generation");
});
