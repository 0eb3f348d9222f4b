/** Records the state that this version leaves on a machine, in `version-N/`. Needs root. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatVersions } from "@troupe/linux";
import { apply } from "../../packages/troupe/src/deploy/apply.ts";
import { plan } from "../../packages/troupe/src/deploy/plan.ts";
import { boxTransport } from "./box-transport.ts";
import { adopted, archiveOf, unhealthy, untouched, version } from "./recorded-machine.ts";

const folder = join(import.meta.dirname, `version-${formatVersions.state}`);
using box = untouched();
const transport = boxTransport(box);

async function expectOutcome(desired: ReturnType<typeof version>, outcome: string): Promise<void> {
  const [result] = await apply(await plan([desired], { transport, adopt: [adopted] }), [desired], { transport });
  if (result?.outcome !== outcome) throw new Error(`expected ${outcome}: ${JSON.stringify(result)}`);
}
const save = (name: string): void => writeFileSync(join(folder, `${name}.tar.gz`), archiveOf(box));

mkdirSync(folder, { recursive: true });
await expectOutcome(version(1), "applied");
box.run("echo changed >/etc/own");
await expectOutcome(version(2), "applied");
await expectOutcome(unhealthy, "failed-and-reverted");
save("confirmed");
const [before, after] = [version(2), version(4)].map(({ generation }) => generation) as [
  ReturnType<typeof version>["generation"],
  ReturnType<typeof version>["generation"],
];
box.stage(after);
const { end, text } = box.ask("switch", [after.id, before.id, "60", "600", "ann@laptop"]);
if (end?.[0] !== "pending") throw new Error(text);
save("unconfirmed");
