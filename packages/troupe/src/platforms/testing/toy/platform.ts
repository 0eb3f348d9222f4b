/**
 * For tests: a platform whose machines are JSON files with one text, in the folder that the environment variable
 * TOY_MACHINES names.
 */
import type { MachineClass } from "@troupe/core";
import { option, t } from "@troupe/modules";
import type { Platform } from "../../../deploy/model/platform.ts";
import type { ToyDetails, ToyStateDetails } from "./machine.ts";

const toyClass: MachineClass = {
  name: "toy",
  result: "toyModule",
  modules: [{ key: "toy", options: { text: option(t.str, { default: "" }) } }],
};

export const toyPlatform: Platform = {
  machineClass: toyClass,
  diagnostics: ({ machine: { name }, evaluation }) =>
    String(evaluation.config["text"]).includes("rude")
      ? [{ code: "TRP5999", blocks: "plan", message: `The text of ${name} is rude.`, marks: [] }]
      : [],
  deployment: async () => (await import("./deployment.ts")).toyDeployment,
  withoutPackages: "Toys are not packed.",
  flags: { loud: { values: ["no", "yes"], brief: "How loud the plan of toys is" } },
  buildFlag: {
    name: "toybox",
    brief: "Instead: write the texts of all toys to this folder",
    writes: "the texts of all toys",
    use: { folder: "box", summary: "Write the texts of all toys" },
    write: async (...order) => (await import("./toybox.ts")).writeToybox(...order),
  },
  changeKinds: { text: { noun: "the" } },
  planDetails: ({ remark }: ToyDetails, { style }) => [`  ${style("faint", remark)}`],
  stateRemarks: ({ switches }: ToyStateDetails) => [`switched ${switches} times`],
};
