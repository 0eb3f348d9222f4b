import { parseReply } from "@troupe/linux";
import { expect, it } from "vitest";
import { desire, labTarget } from "../../../deploy/testing/lab-machines.ts";
import { emptyHost, readHostState } from "../state.ts";
import { accountChanges } from "./accounts.ts";
import { driftOf } from "./drift.ts";

const alice = labTarget("alice");
const manifestOf = (users: object) => desire(alice, { users: { users } } as never).generation.manifest;

it("a user who is no longer declared gets back the fields that differ from before Troupe", () => {
  const host = readHostState(
    parseReply(
      "troupe-agent\t1\npasswd\tann:x:1000:100:Ann:/home/ann:/bin/zsh\noriginal\tann:x:1000:1000::/home/ann:/bin/bash\nend\tok\n",
    )!,
  );
  const before = manifestOf({ ann: { isNormalUser: true, extraGroups: ["sudo"] } });
  expect(accountChanges(desire(alice, {}), before, host).changes.map(({ notes }) => notes)).toEqual([
    [
      "the account stays on the machine",
      "primary group 100 → 1000",
      "shell /bin/zsh → /bin/bash",
      "description Ann → none",
      "leaves the group sudo",
    ],
  ]);
});

it("a new user or group whose id another account has blocks the plan", () => {
  const host = readHostState(
    parseReply("troupe-agent\t1\npasswd\tweb:x:990:100::/:/bin/sh\ngroup\tusers:x:100:\ngroup\tweb:x:991:\nend\tok\n")!,
  );
  const wanted = desire(alice, {
    users: { users: { kv: { isSystemUser: true, uid: 990, group: "kv" } }, groups: { kv: { gid: 991 } } },
  });
  expect(
    accountChanges(wanted, undefined, host).diagnostics.map(({ code, message, path }) => `${code} ${message} ${path}`),
  ).toEqual([
    "TRP5140 The configuration gives the new group kv the id 991, which web has on alice. users.groups.kv.gid",
    "TRP5140 The configuration gives the new user kv the id 990, which web has on alice. users.users.kv.uid",
  ]);
});

it("drift of accounts is told in words, also where the machine says something else", () => {
  const drift = [
    ["user", "ann", "shell", "/bin/sh", "/bin/bash"],
    ["user", "ann", "description", "-", "Ann"],
    ["user", "ann", "membership", "-", "sudo"],
    ["user", "ann", "group", "60", "users"],
    ["user", "bob", "missing", "-", "-"],
    ["user", "bob", "constructor"],
    ["group", "team", "missing"],
  ];
  expect(driftOf({ ...emptyHost, drift }).map(({ kind, name, how }) => `${kind} ${name} ${how}`)).toEqual([
    "user ann has the shell /bin/sh instead of /bin/bash",
    "user ann has the description none instead of Ann",
    "user ann is not in the group sudo",
    "user ann has another primary group than users",
    "user bob is missing",
    "user bob has the constructor  instead of ",
    "group team is missing",
  ]);
});
