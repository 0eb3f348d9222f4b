/** The group `boot`: kernel parameters, as a file that systemd-sysctl applies. */
import { compareBytes } from "../generation/bytes.ts";
import { forbidden } from "../units/values.ts";
import { invalidParameter, invalidText } from "../diagnostics.ts";
import type { Renderer } from "../model/generation-draft.ts";

/** Renders `boot.kernel.sysctl` as a file of sysctl.d. */
export const renderBoot: Renderer<"boot"> = (draft, { boot }) => {
  const at = ["boot", "kernel", "sysctl"];
  const lines: string[] = [];
  for (const [name, value] of Object.entries(boot.kernel.sysctl).toSorted(([a], [b]) => compareBytes(a, b))) {
    if (value === null) continue;
    const text = typeof value === "boolean" ? String(Number(value)) : draft.text(String(value), [...at, name]).trim();
    const problem = forbidden(text.replaceAll("\t", " "))?.problem;
    if (!/^[A-Za-z0-9_.*/:@-]+$/.test(name) || name.startsWith("-")) draft.report(invalidParameter, { name }, [...at, name]);
    else if (problem !== undefined) draft.report(invalidText, { what: `The kernel parameter ${name}`, problem }, [...at, name]);
    else lines.push(`${name} = ${text}\n`);
  }
  if (lines.length === 0) return;
  const path = draft.file("sysctl/60-troupe.conf", lines.join(""));
  draft.add("sysctl", path, `sysctl:${path}`, at);
};
