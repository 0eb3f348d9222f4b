/** Users and groups: what would be made or adjusted on this machine, and what cannot be. */
import type { GroupEntry, Manifest, UserEntry } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import type { DesiredLinux } from "../desired.ts";
import { otherUserId, takenId } from "../diagnostics.ts";
import { placeOf } from "../places.ts";
import type { HostState, HostUser } from "../state.ts";
import type { Change } from "../../../deploy/model/plan.ts";

type AccountChange = Omit<Change, "why">;

/** Compares the declared accounts with the accounts of the machine. */
export function accountChanges(
  desired: DesiredLinux,
  before: Manifest | undefined,
  host: HostState,
): { changes: readonly AccountChange[]; diagnostics: readonly Diagnostic[] } {
  const { machine } = desired.target;
  const after = desired.generation.manifest;
  const place = (what: string, name: string) =>
    placeOf(desired, [
      ["users", `${what}s`, name, what === "user" ? "uid" : "gid"],
      ["users", `${what}s`, name],
    ]);
  const changes: AccountChange[] = [];
  const diagnostics: Diagnostic[] = [];
  const checkId = (what: string, name: string, wanted: number | undefined, found: number | undefined): void => {
    if (wanted !== undefined && found !== undefined && wanted !== found)
      diagnostics.push(diagnose(otherUserId, { machine, what, name, wanted, found }, place(what, name)));
  };
  const checkFree = (what: string, name: string, wanted: number | undefined, owners: readonly string[]): void => {
    const owner = owners.find((other) => other !== name);
    if (wanted !== undefined && owner !== undefined)
      diagnostics.push(diagnose(takenId, { machine, what, name, wanted, owner }, place(what, name)));
  };
  for (const group of after.groups) {
    const present = host.groups.get(group.name);
    if (present === undefined)
      changes.push({ kind: "group", name: group.name, action: "add", ...notes(groupNotes(group)) });
    checkId("group", group.name, group.gid, present?.gid);
    if (present === undefined) checkFree("group", group.name, group.gid, namesWith(host.groups, "gid", group.gid));
  }
  for (const user of after.users) {
    const present = host.users.get(user.name);
    if (present === undefined)
      changes.push({ kind: "user", name: user.name, action: "add", ...notes(userNotes(user)) });
    else {
      const differences = userDifferences(user, before, host);
      if (differences.length > 0) changes.push({ kind: "user", name: user.name, action: "change", notes: differences });
    }
    checkId("user", user.name, user.uid, present?.uid);
    if (present === undefined) checkFree("user", user.name, user.uid, namesWith(host.users, "uid", user.uid));
  }
  const kept = new Set(after.users.map((user) => user.name));
  for (const user of before?.users ?? []) {
    if (kept.has(user.name)) continue;
    const groups = user.extraGroups ?? [];
    changes.push({
      kind: "user",
      name: user.name,
      action: "remove",
      notes: [
        "the account stays on the machine",
        ...givenBack(host.users.get(user.name), host.originalUsers.get(user.name)),
        ...groups.map((group) => `leaves the group ${group}`),
      ],
    });
  }
  return { changes, diagnostics };
}

/** Names of accounts of the machine with this number. */
function namesWith<K extends string>(
  accounts: ReadonlyMap<string, { readonly [field in K]: number }>,
  field: K,
  wanted: number | undefined,
): readonly string[] {
  return [...accounts].flatMap(([name, account]) => (account[field] === wanted ? [name] : []));
}

/** The fields that get back their values from before Troupe. */
function givenBack(present: HostUser | undefined, original: HostUser | undefined): readonly string[] {
  if (present === undefined || original === undefined) return [];
  return (["gid", "home", "shell", "description"] as const).flatMap((field) =>
    present[field] === original[field]
      ? []
      : [`${field === "gid" ? "primary group" : field} ${present[field] || "none"} → ${original[field] || "none"}`],
  );
}

const notes = (texts: readonly string[]): Pick<Change, "notes"> => (texts.length === 0 ? {} : { notes: texts });

function groupNotes({ gid }: GroupEntry): readonly string[] {
  return gid === undefined ? [] : [`id ${gid}`];
}

function userNotes({ uid, extraGroups, shell }: UserEntry): readonly string[] {
  return [
    ...(uid === undefined ? [] : [`id ${uid}`]),
    ...(shell === undefined ? [] : [`shell ${shell}`]),
    ...(extraGroups ?? []).map((group) => `in the group ${group}`),
  ];
}

function userDifferences(user: UserEntry, before: Manifest | undefined, host: HostState): readonly string[] {
  const present = host.users.get(user.name)!;
  const group = host.groups.get(user.group);
  const texts: string[] = [];
  const compare = (what: string, wanted: string | undefined, found: string): void => {
    if (wanted !== undefined && wanted !== found) texts.push(`${what} ${found || "none"} → ${wanted}`);
  };
  if (group?.gid !== present.gid) texts.push(`belongs to the group ${user.group}`);
  compare("home", user.home, present.home);
  compare("shell", user.shell, present.shell);
  compare("description", user.description, present.description);
  const granted = before?.users.find(({ name }) => name === user.name)?.extraGroups ?? [];
  for (const name of user.extraGroups ?? []) {
    if (host.groups.get(name)?.members.includes(user.name) !== true) texts.push(`joins the group ${name}`);
  }
  for (const name of granted) if (!(user.extraGroups ?? []).includes(name)) texts.push(`leaves the group ${name}`);
  return texts;
}
