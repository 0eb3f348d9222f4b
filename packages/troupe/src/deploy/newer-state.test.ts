import { formatDiagnostic } from "@troupe/modules";
import { expect, test } from "vitest";
import { gzipSync } from "node:zlib";
import type { Transport } from "../remote/transport.ts";
import { apply } from "./apply.ts";
import { plan } from "./plan.ts";
import { rollback } from "./rollback.ts";
import { status } from "./status.ts";
import { desire, labTarget } from "./testing/lab-machines.ts";

const target = labTarget("alice", { user: "root", host: "192.0.2.1" });
const desired = desire(target, { environment: { etc: { motd: { text: "hello\n" } } } });
const pack = (text: string): string => gzipSync(text).toString("base64");
const versions = "version 2, and this Troupe knows versions up to 1";

test.each([
  ["the state", ["troupe-agent\t1", "end\tnewer\t2\t1"]],
  ["the reply", ["troupe-agent\t2", "anything", "end\tok"]],
  ["the manifest", ["troupe-agent\t1", "current\t00", `manifest\t${pack("troupe-generation 2\n")}`, "end\tok"]],
  ["the provenance", ["troupe-agent\t1", "current\t00", `provenance\t${pack('{"version":2}')}`, "end\tok"]],
])("a machine where %s is of a newer Troupe is refused by name, never called unreachable", async (format, lines) => {
  const transport: Transport = {
    exec: () => Promise.resolve({ code: 0, stdout: `${lines.join("\n")}\n`, stderr: "", timedOut: false }),
    close: () => Promise.resolve(),
  };
  const made = await plan([desired], { transport });
  expect(made.machines).toMatchObject([{ status: "blocked", diagnostics: [{ code: "TRP5014" }] }]);
  expect(made.machines[0]!.diagnostics.map(formatDiagnostic).join()).toBe(
    `TRP5014 alice (root@192.0.2.1) was changed by a newer Troupe. T${format.slice(1)} has ${versions}.
  hint: Update Troupe on this computer. Nothing was changed on the machine.`,
  );
  expect(await apply(made, [desired], { transport })).toMatchObject([{ outcome: "refused" }]);
  expect(await status([target], { transport })).toMatchObject([{ blocked: true, diagnostics: [{ code: "TRP5014" }] }]);
  expect(await rollback([target], { transport })).toMatchObject([
    { outcome: "refused", diagnostics: [{ code: "TRP5014" }] },
  ]);
});
