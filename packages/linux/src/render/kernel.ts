/** `boot.kernel.sysctl` and `systemd.tmpfiles.rules`: files that systemd's own tools apply. */
import { compareBytes } from "../generation/bytes.ts";
import { forbidden } from "../units/values.ts";
import { invalidParameter, invalidRule, invalidText } from "../diagnostics.ts";
import type { Draft } from "../model/draft.ts";

/** Renders kernel parameters as a file of sysctl.d. */
export function renderSysctl(draft: Draft): void {
  const at = ["boot", "kernel", "sysctl"];
  const lines: string[] = [];
  for (const [name, value] of Object.entries(draft.config.boot.kernel.sysctl).toSorted(([a], [b]) => compareBytes(a, b))) {
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
}

/** Renders the rules as a file of tmpfiles.d. */
export function renderTmpfiles(draft: Draft): void {
  const at = ["systemd", "tmpfiles", "rules"];
  const rules = draft.config.systemd.tmpfiles.rules.map((rule) => draft.text(rule, at).trim()).filter((rule) => rule !== "");
  for (const rule of rules) {
    if (!/^[A-Za-z][-+!=~^$?]*[ \t]+["'\\]?[/%]|^#/.test(rule) || forbidden(rule.replaceAll("\t", " ")) !== undefined) {
      draft.report(invalidRule, { rule }, at, (value) => value === rule);
    }
  }
  if (rules.length === 0) return;
  const path = draft.file("tmpfiles/troupe.conf", `${[...new Set(rules)].join("\n")}\n`);
  draft.add("tmpfiles", path, `tmpfiles:${path}`, at);
}
