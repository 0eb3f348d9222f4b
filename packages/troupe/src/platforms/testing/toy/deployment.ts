/** For tests: the functions that plan and apply toys. */
import { diagnose } from "@troupe/modules";
import { nothingEarlier } from "../../../deploy/diagnostics.ts";
import { emptyPlan } from "../../../deploy/empty-plan.ts";
import { result } from "../../../deploy/machine-result.ts";
import type { Deployment } from "../../../deploy/model/platform.ts";
import type { MachinePlan } from "../../../deploy/model/plan.ts";
import { unifiedDiff } from "../../../deploy/unified-diff.ts";
import {
  type DesiredToy,
  readToy,
  type ToyDetails,
  toyId,
  type ToyMachine,
  type ToyStateDetails,
  writeToy,
} from "./machine.ts";

export const toyDeployment: Deployment<DesiredToy> = {
  desire: ({ evaluated }, targets) =>
    targets.map((target) => {
      const text = String(evaluated.machine(target.machine).evaluation.config["text"]);
      return { target, text, id: toyId(text) };
    }),
  declared: ({ id }) => ({ digest: id, generation: id }),
  files: ({ text }) => new Map([["text", { content: Buffer.from(text) }]]),
  plan: async (desired, { flags }) => planToy(desired, await readToy(desired.target.host), flags?.["loud"] === "yes"),
  planEmpty: (desired) => planToy(desired, { texts: {}, history: [] }, false),
  fits: ({ id }, plan) => id === plan.generation,
  async stage(_, { target, id, text }) {
    const machine = await readToy(target.host);
    await writeToy(target.host, { ...machine, texts: { ...machine.texts, [id]: text }, staged: id });
    return { ready: true, off: [] };
  },
  switchTo: (_, { target, id }) => switchToy(target, id),
  async status({ machine, host }) {
    const { history } = await readToy(host);
    const current = history.at(-1) ?? null;
    const details: ToyStateDetails = { kind: "toy", switches: history.length };
    return {
      machine,
      reachable: true,
      current,
      ...(current !== null && { declared: current }),
      details,
      history: [],
      drift: [],
      diagnostics: [],
    };
  },
  async rollback(_, target, wanted) {
    const { history } = await readToy(target.host);
    const current = history.at(-1);
    const to = history.findLast((id) => (wanted === undefined ? id !== current : id.startsWith(wanted)));
    if (to !== undefined) return switchToy(target, to);
    return result(target.machine, "refused", {
      diagnostics: [diagnose(nothingEarlier, { machine: target.machine, kept: history })],
    });
  },
};

async function switchToy({ machine: name, host }: DesiredToy["target"], to: string) {
  const { texts, history } = await readToy(host);
  await writeToy(host, { texts, history: [...history, to] });
  return result(name, "applied", { generation: to });
}

function planToy({ target, id, text }: DesiredToy, { texts, history }: ToyMachine, loud: boolean): MachinePlan {
  const current = history.at(-1);
  if (current === id) return { ...emptyPlan(target), generation: id, expects: id };
  const before = current === undefined ? undefined : Buffer.from(texts[current]!);
  const diff = unifiedDiff("text", before, Buffer.from(text));
  const details: ToyDetails = { kind: "toy", remark: loud ? "SQUEAK" : "squeak" };
  return {
    ...emptyPlan(target),
    status: current === undefined ? "new" : "change",
    generation: id,
    expects: current ?? null,
    changes: [{ kind: "text", name: "text", action: current === undefined ? "add" : "change", diff, why: [] }],
    details,
  };
}
