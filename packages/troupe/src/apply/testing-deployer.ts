/** For tests: a deployer in a process of its own, which kills itself without any warning when it enters a phase. */
import { text } from "node:stream/consumers";
import type { GenerationFile } from "@troupe/linux";
import { plan } from "../plan/plan.ts";
import { apply } from "./apply.ts";
import { openssh } from "./transport/openssh.ts";

const { desired, phase, options } = JSON.parse(await text(process.stdin));
const files = new Map<string, GenerationFile>(
  desired.generation.files.map(([path, file]: [string, { bytes: string; mode: number }]) => [
    path,
    { ...file, bytes: Buffer.from(file.bytes, "base64") },
  ]),
);
const machines = [{ ...desired, generation: { ...desired.generation, files } }];
const transport = openssh();
await apply(await plan(machines, { transport }), machines, {
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
