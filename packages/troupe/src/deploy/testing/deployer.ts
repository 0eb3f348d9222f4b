/** For tests: a deployer in a process of its own, which kills itself without any warning when it enters a phase. */
import { text } from "node:stream/consumers";
import { plan } from "../plan.ts";
import { apply } from "../apply.ts";
import { openssh } from "../../remote/openssh.ts";

const revive = (_: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  if ("map" in value) return new Map(value.map as [unknown, unknown][]);
  return "base64" in value ? Buffer.from(value.base64 as string, "base64") : value;
};
const { desired, phase, options } = JSON.parse(await text(process.stdin), revive);
const machines = [{ ...desired, marksAt: () => [] }];
const transport = openssh();
await apply(await plan(machines, { transport, ...options }), machines, {
  transport,
  ...options,
  events: (event) => {
    if (event.kind !== "phase" || event.phase !== phase) return;
    const die = () => process.kill(process.pid, "SIGKILL");
    // In the middle of a request, so that the machine goes on without us; but no confirmation may get through.
    if (phase === "confirm") die();
    else setTimeout(die, 150);
  },
});
await transport.close();
