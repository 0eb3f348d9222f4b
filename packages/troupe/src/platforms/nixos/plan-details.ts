/**
 * The details of a NixOS machine's plan as text: differing packages, the lines of the activation, and the place of the
 * build.
 */
import type { TextLayout } from "../../text/style.ts";
import { count, size, wrap } from "../../text/text.ts";
import type { ClosureChange, NixosPlanDetails } from "./details.ts";

const shownPackages = 12;

/** Renders the details as indented lines. */
export function planDetailsLines(
  { closure, bytes, activation, did, lock, data = [] }: NixosPlanDetails,
  { style, width }: TextLayout,
  { full }: { readonly full: boolean },
): readonly string[] {
  const wrapped = (text: string, indent: string) => `${indent}${wrap(text, width - indent.length, `${indent}  `)}`;
  const kept = full || closure.length <= shownPackages ? closure : closure.slice(0, shownPackages - 1);
  const hidden = closure.length - kept.length;
  return [
    ...(lock === undefined ? [] : [wrapped(`flake.lock is new, by ${lock.by}; applying keeps it:`, "  ")]),
    ...(lock?.inputs ?? []).map((input) => wrapped(input, "      ")),
    ...(data.length === 0
      ? []
      : [wrapped(`files of the project that every user of the machine may read: ${data.join(", ")}`, "  ")]),
    ...(closure.length === 0
      ? []
      : [`  ${count(closure.length, "package")} ${closure.length === 1 ? "differs" : "differ"} (${signed(bytes)})`]),
    ...kept.map((change) => wrapped(describeChange(change), "      ")),
    ...(hidden === 0 ? [] : [style("faint", `      … ${hidden} more (--full shows all)`)]),
    ...(activation.length === 0 ? [] : [wrapped("activating it says:", "  ")]),
    ...activation.map((text) => wrapped(text, "      ")),
    `  ${style("faint", wrap(did, width - 2, "    "))}`,
  ];
}

/** Describes a changed package: `redis 7.2.4 → 7.2.5 (+12 kB)`. */
function describeChange({ name, from, to, bytes }: ClosureChange): string {
  const versions = (list: readonly string[]) => list.filter((version) => version !== "").join(", ");
  const [before, after] = [versions(from), versions(to)];
  const difference =
    from.length === 0
      ? `${after} is new`
      : to.length === 0
        ? `${before} is gone`
        : before === after
          ? `${after} is built anew`
          : `${before} → ${after}`;
  return `${name} ${difference.trim()} (${signed(bytes)})`;
}

const signed = (bytes: number): string => `${bytes < 0 ? "-" : "+"}${size(Math.abs(bytes))}`;
