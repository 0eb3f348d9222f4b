import { expect, test } from "vitest";
import { switchMachine } from "./confirmed-switch.ts";
import { applyContext } from "./apply-context.ts";
import type { ApplyEvent } from "./model/events.ts";
import { labTarget } from "./testing/lab-machines.ts";
import type { Transport } from "../remote/transport.ts";

test.each([
  ["longer than usual", "500", [undefined, "at most 500 s", undefined]],
  ["usual", "155", [undefined, undefined]],
  ["no number", "x", [undefined, undefined]],
  ["beyond all bounds", "1e9", [undefined, undefined]],
])("the time limit of a switch is told where it is longer than usual (%s)", async (_, limit, details) => {
  const events: ApplyEvent[] = [];
  const transport: Transport = {
    exec: (_, { command, onLine }) => {
      const lines = command.includes("troupe switch") ? [`limit\t${limit}`, "end\tpending\t30"] : ["end\tconfirmed"];
      for (const line of lines) onLine?.(line);
      const stdout = ["troupe-agent\t1", ...lines, ""].join("\n");
      return Promise.resolve({ code: 0, stdout, stderr: "", timedOut: false });
    },
    close: () => Promise.resolve(),
  };
  const order = { to: "b", expects: "a", adopt: [], healthSeconds: 0, startSeconds: 60 };
  const result = await switchMachine(applyContext({ transport, events: (event) => events.push(event) }), {
    ...order,
    agent: { script: "" },
    target: labTarget("web", { user: "root", host: "192.0.2.1" }),
  });
  expect(result.outcome).toBe("applied");
  expect(events.map((event) => (event.kind === "phase" ? event.detail : event.kind))).toEqual(details);
});
