/** For tests: a deployer that dies. */
import { spawn } from "node:child_process";
import type { Lab } from "@troupe/lab";
import { expect } from "vitest";
import type { DesiredMachine } from "../model/plan.ts";

/** Applies in a process of its own, which is killed as soon as it enters the phase. */
export async function killedDuring(lab: Lab, desired: DesiredMachine, phase: string, options: object): Promise<void> {
  const order = JSON.stringify(
    { desired, phase, options },
    function (this: { readonly [key: string]: unknown }, key, value: unknown) {
      const held = this[key]; // a Buffer has been turned into something else by now
      if (held instanceof Map) return { map: [...held] };
      return held instanceof Uint8Array ? { base64: Buffer.from(held).toString("base64") } : value;
    },
  );
  const script = new URL("./deployer.ts", import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ["--conditions=troupe-source", "--disable-warning=ExperimentalWarning", script],
    {
      env: { ...process.env, TROUPE_SSH: lab.sshProgram, NODE_OPTIONS: "" },
      stdio: ["pipe", "inherit", "inherit"],
    },
  );
  child.stdin.end(order);
  const [code, signal] = await new Promise<[number | null, string | null]>(
    (resolve) => void child.once("exit", (...end) => resolve(end)),
  );
  expect([code, signal]).toEqual([null, "SIGKILL"]);
}
