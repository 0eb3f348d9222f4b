/** The group `boot`: kernel parameters, as a file that systemd-sysctl applies. */
import { compareBytes } from "../generation/bytes.ts";
import { forbidden } from "../units/values.ts";
import { invalidParameter, invalidText, sameParameter } from "../diagnostics.ts";
import type { Renderer } from "../model/generation-draft.ts";
import { parameterParts, printParameter } from "./kernel-parameter.ts";

/** Renders `boot.kernel.sysctl` as a file of sysctl.d, with each parameter under one form of its name. */
export const renderBoot: Renderer<"boot"> = (draft, { boot }) => {
  const at = ["boot", "kernel", "sysctl"];
  const lines = new Map<string, string>();
  const namesByParameter = new Map<string, string>();
  for (const [name, value] of Object.entries(boot.kernel.sysctl)) {
    if (value === null) continue;
    const path = [...at, name];
    const text = typeof value === "boolean" ? String(Number(value)) : draft.text(String(value), path).trim();
    const problem = forbidden(text.replaceAll("\t", " "))?.problem;
    const parts = parameterParts(name);
    if (parts === undefined) {
      draft.report(invalidParameter, { name }, path);
      continue;
    }
    const parameter = printParameter(parts);
    const other = namesByParameter.get(parameter);
    if (problem !== undefined) draft.report(invalidText, { what: `The kernel parameter ${name}`, problem }, path);
    else if (other !== undefined)
      draft.report(sameParameter, { names: [other, name], parameter: parts.join("/") }, path);
    else lines.set(parameter, `${parameter} = ${text}\n`);
    namesByParameter.set(parameter, name);
  }
  if (lines.size === 0) return;
  const sorted = [...lines].toSorted(([a], [b]) => compareBytes(a, b)).map(([, line]) => line);
  const path = draft.file("sysctl/60-troupe.conf", sorted.join(""));
  draft.add("sysctl", path, `sysctl:${path}`, at);
};
