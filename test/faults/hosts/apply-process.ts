/**
 * A deployer in a process of its own, so that it can be killed: `apply-process.ts PLACE START CONFIRM` applies the place
 * to the host that `TROUPE_SSH` reaches, and prints the result in JSON.
 */
import { plan } from "../../../packages/troupe/src/deploy/plan.ts";
import { apply } from "../../../packages/troupe/src/deploy/apply.ts";
import { openssh } from "../../../packages/troupe/src/remote/openssh.ts";
import { adopted, desired, type Place } from "./places.ts";

const [place = "A", startSeconds, confirmSeconds] = process.argv.slice(2);
await using transport = openssh({ connectTimeout: 20, aliveInterval: 10 });
const machines = [desired(place as Place)];
const planned = await plan(machines, { transport, adopt: place === "B" ? adopted : [] });
const [result] = await apply(planned, machines, {
  transport,
  startSeconds: Number(startSeconds),
  confirmSeconds: Number(confirmSeconds),
});
const { outcome, diagnostics } = result!;
console.log(JSON.stringify({ outcome, problems: diagnostics.map(({ code, message }) => `${code} ${message}`) }));
