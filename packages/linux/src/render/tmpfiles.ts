/** `systemd.tmpfiles.rules`, as a file that systemd-tmpfiles applies. */
import type { SystemConfig } from "@troupe/vocabulary";
import { invalidRule } from "../diagnostics.ts";
import type { Draft } from "../model/generation-draft.ts";
import { forbidden } from "../units/values.ts";

/** Renders the rules as a file of tmpfiles.d. */
export function renderTmpfiles(draft: Draft, { rules: lines }: SystemConfig["systemd"]["tmpfiles"]): void {
  const at = ["systemd", "tmpfiles", "rules"];
  const rules = lines.map((rule) => draft.text(rule, at).trim()).filter((rule) => rule !== "");
  for (const rule of rules) {
    if (!/^[A-Za-z][-+!=~^$?]*[ \t]+["'\\]?[/%]|^#/.test(rule) || forbidden(rule.replaceAll("\t", " ")) !== undefined) {
      draft.report(invalidRule, { rule }, at, (value) => value === rule);
    }
  }
  if (rules.length === 0) return;
  const path = draft.file("tmpfiles/troupe.conf", `${[...new Set(rules)].join("\n")}\n`);
  draft.add("tmpfiles", path, `tmpfiles:${path}`, at);
}
