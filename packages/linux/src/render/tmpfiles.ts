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
    if (!isRule(rule) || forbidden(rule.replaceAll("\t", " ")) !== undefined) {
      draft.report(invalidRule, { rule }, at, (value) => value === rule);
    }
  }
  if (rules.length === 0) return;
  const path = draft.file("tmpfiles/troupe.conf", `${[...new Set(rules)].join("\n")}\n`);
  draft.add("tmpfiles", path, `tmpfiles:${path}`, at);
}

const rulePattern = /^[A-Za-z][-+!=~^$?]*[ \t]+(?<path>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^ \t"']+)(?:[ \t]|$)/;

/** True for a comment, and for a rule with an absolute path, which may begin with a specifier such as `%S`. */
function isRule(rule: string): boolean {
  if (rule.startsWith("#")) return true;
  const path = rulePattern.exec(rule)?.groups!["path"]!.replace(/^(["'])(.*)\1$/, "$2");
  return path !== undefined && /^\\?[/%]/.test(path) && !path.split("/").some((part) => part === "." || part === "..");
}
