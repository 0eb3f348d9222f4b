/** The drift of accounts in words. */
import { ownValue } from "@troupe/core/internal";
import type { ReplyFields } from "@troupe/linux";
import type { Drift } from "../../../deploy/model/plan.ts";

/** The fields of a line `drift KIND NAME HOW [FOUND WANTED]`; they may be any text. */
interface DriftLine {
  readonly name: string;
  readonly how: string;
  readonly more: ReplyFields;
}

const fieldNames: { readonly [how: string]: string } = {
  home: "home",
  shell: "shell",
  description: "description",
  uid: "id",
};

/** Describes lines of the kinds `user` and `group`. */
export const accountDrift: { readonly [kind: string]: (line: DriftLine) => Drift } = {
  user: ({ name, how, more: [found = "", wanted = ""] }) => ({
    kind: "user",
    name,
    how: userDrift(how, found, wanted),
  }),
  group: ({ name }) => ({ kind: "group", name, how: "is missing" }),
};

function userDrift(how: string, found: string, wanted: string): string {
  if (how === "missing") return "is missing";
  if (how === "membership") return `is not in the group ${wanted}`;
  if (how === "group") return `has another primary group than ${wanted}`;
  const field = ownValue(fieldNames, how) ?? how;
  return `has the ${field} ${found === "-" ? "none" : found} instead of ${wanted}`;
}
