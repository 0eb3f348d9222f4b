/** The group `users`: accounts, and the keys that may log in to them. */
import type { SystemConfig } from "@troupe/vocabulary";
import { compareBytes } from "../generation/bytes.ts";
import { absolutePath, accountName, holds, printable } from "../generation/fields.ts";
import { forbidden } from "../units/values.ts";
import { renderAuthorizedKeys } from "./authorized-keys.ts";
import { debianGids, debianGroups, debianUids } from "./debian-groups.ts";
import {
  doubledAccount,
  invalidAccount,
  invalidAccountNumber,
  invalidPath,
  invalidText,
  noGroup,
  reservedName,
  unknownGroup,
  unknownMember,
  userKind,
} from "../diagnostics.ts";
import type { Draft, Path, Renderer } from "../model/generation-draft.ts";

type Accounts = SystemConfig["users"];
type User = Accounts["users"][string];

/** Renders users, groups and authorized keys. */
export const renderUsers: Renderer<"users"> = (draft, { users: accounts }) => {
  const users = distinct(draft, accounts, "users");
  const groups = distinct(draft, accounts, "groups");
  const groupNames = new Set([...debianGroups, ...Object.values(groups).map((group) => group.name)]);
  const memberships = renderGroups(draft, groups, users);
  for (const [key, user] of Object.entries(users)) {
    const at = ["users", "users", key];
    if (!holds(accountName, user.name)) draft.report(invalidAccount, { what: "user", name: user.name }, at);
    else if (user.name === "root") checkRoot(draft, user, at);
    else renderUser(draft, user, memberships.get(user.name) ?? [], groupNames, at);
  }
  reportNumbers(draft, accounts, "users", "uid", debianUids);
  reportNumbers(draft, accounts, "groups", "gid", debianGids);
  renderAuthorizedKeys(draft, users);
};

/** Adds the groups, and returns user -> groups for the memberships that `members` declares. */
function renderGroups(
  draft: Draft,
  groups: Accounts["groups"],
  users: Accounts["users"],
): ReadonlyMap<string, readonly string[]> {
  const memberships = new Map<string, string[]>();
  const userNames = Object.values(users).map((user) => user.name);
  for (const [key, { name, gid, members }] of Object.entries(groups)) {
    const at = ["users", "groups", key];
    if (!holds(accountName, name)) {
      draft.report(invalidAccount, { what: "group", name }, at);
      continue;
    }
    draft.add(
      "groups",
      { name, ...(gid !== null && { gid }), kind: gid !== null && gid >= 1000 ? "normal" : "system" },
      `group:${name}`,
      at,
    );
    for (const member of members) {
      if (userNames.includes(member)) memberships.set(member, [...(memberships.get(member) ?? []), name]);
      else draft.report(unknownMember, { group: name, user: member, known: userNames }, [...at, "members"]);
    }
  }
  return memberships;
}

function renderUser(
  draft: Draft,
  user: User,
  memberships: readonly string[],
  groupNames: ReadonlySet<string>,
  at: Path,
): void {
  if (user.isNormalUser === user.isSystemUser) return draft.report(userKind, { user: user.name }, at);
  const normal = user.isNormalUser;
  const group = user.group === "" && normal ? "users" : user.group;
  if (group === "") return draft.report(noGroup, { user: user.name }, at);
  const extraGroups = [...new Set([...user.extraGroups, ...memberships])]
    .filter((name) => name !== group)
    .toSorted(compareBytes);
  for (const name of [group, ...extraGroups]) {
    if (!groupNames.has(name))
      return draft.report(unknownGroup, { user: user.name, group: name, known: groupNames }, at);
  }
  const home = user.home ?? (normal ? `/home/${user.name}` : "/nonexistent");
  const shell = draft.text(user.shell ?? (normal ? "/bin/bash" : "/usr/sbin/nologin"), [...at, "shell"]);
  for (const [what, path] of [
    ["The home directory", home],
    ["The shell", shell],
  ] as const) {
    if (!holds(absolutePath, path) || path.includes(":")) return draft.report(invalidPath, { what, path }, at);
  }
  const problem = forbidden(user.description)?.problem;
  if (problem !== undefined)
    return draft.report(invalidText, { what: `The description of the user "${user.name}"`, problem }, at);
  const entry = {
    name: user.name,
    ...(user.uid !== null && { uid: user.uid }),
    group,
    home,
    shell,
    kind: normal ? "normal" : "system",
    ...(extraGroups.length > 0 && { extraGroups }),
    createHome: user.createHome ?? normal,
    ...(holds(printable, user.description) && { description: user.description }),
  } as const;
  return draft.add("users", entry, `user:${user.name}`, at);
}

/** Reports definitions for `root` other than its keys, because Troupe does not change the account. */
function checkRoot(draft: Draft, root: User, at: Path): void {
  const untouched =
    root.extraGroups.length === 0 &&
    !root.isNormalUser &&
    (root.uid ?? 0) === 0 &&
    ["", "root"].includes(root.group) &&
    (root.home ?? "/root") === "/root" &&
    root.shell === null;
  if (!untouched)
    draft.report(
      reservedName,
      { what: "user", name: "root", why: "every machine has it; only its authorized keys can be set" },
      at,
    );
}

/** Returns the users or groups, without accounts that repeat the name of an earlier account. */
function distinct<K extends "users" | "groups">(draft: Draft, accounts: Accounts, kind: K): Accounts[K] {
  const repeatedKeys = new Set(reportDoubled(draft, accounts, kind, "name", "name"));
  return Object.fromEntries(Object.entries(accounts[kind]).filter(([key]) => !repeatedKeys.has(key))) as Accounts[K];
}

/**
 * Reports numbers that several accounts have, that an account of every Debian has under another name, and that no
 * account can have.
 */
function reportNumbers(
  draft: Draft,
  accounts: Accounts,
  kind: "users" | "groups",
  field: "uid" | "gid",
  debianNumbers: ReadonlyMap<number, string>,
): void {
  reportDoubled(draft, accounts, kind, field, "number");
  const entries = Object.entries(accounts[kind]) as readonly (readonly [
    string,
    { readonly name: string; readonly [field: string]: unknown },
  ])[];
  for (const [key, account] of entries) {
    const value = account[field] as number | null;
    if (value === null) continue;
    const path = ["users", kind, key, field];
    const debianName = debianNumbers.get(value) ?? account.name;
    if (debianName !== account.name)
      draft.report(doubledAccount, { what: "number", value, names: [debianName, account.name] }, path);
    // -1 as an unsigned number of 32 and of 16 bits means "no account".
    else if (value > 0xffff_fffe || value === 0xffff)
      draft.report(invalidAccountNumber, { what: kind.slice(0, -1), value }, path);
  }
}

/** Reports accounts under different keys with an equal `field`, and returns the keys of all but the first. */
function reportDoubled(
  draft: Draft,
  accounts: Accounts,
  kind: "users" | "groups",
  field: "name" | "uid" | "gid",
  what: string,
): readonly string[] {
  const entries = Object.entries(accounts[kind]) as readonly (readonly [
    string,
    { readonly [field: string]: unknown },
  ])[];
  const accountsByValue = Map.groupBy(entries, ([, account]) => account[field] as string | number | null);
  return [...accountsByValue].flatMap(([value, { length }]) => {
    if (value === null || length === 1) return [];
    const names = entries.filter(([, account]) => account[field] === value).map(([name]) => name);
    draft.report(doubledAccount, { what, value, names }, ["users", kind, names.at(-1)!, field]);
    return names.slice(1);
  });
}
