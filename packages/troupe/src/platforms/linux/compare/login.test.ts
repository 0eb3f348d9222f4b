import { formatDiagnostic } from "@troupe/modules";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { desire, labTarget } from "../../../deploy/testing/lab-machines.ts";
import { emptyHost, type HostState } from "../state.ts";
import { loginProblems } from "./login.ts";

const alice = (config: SystemFragment) => desire(labTarget("alice"), config);
const user = (name: string, options: object): SystemFragment =>
  ({ users: { users: { [name]: options }, groups: { ann: {} } } }) as SystemFragment;
const keys = user("root", { openssh: { authorizedKeys: { keys: ["ssh-ed25519 AAAA"] } } });
const problems = (before: SystemFragment, after: SystemFragment, host: Partial<HostState>) =>
  loginProblems(alice(after), alice(before).generation.manifest, { ...emptyHost, ...host }).map(formatDiagnostic);
const login = (name: string, hasOwnKeys = false) => ({ login: { name, hasOwnKeys } });

test("a shell that does not exist is refused in the plan, at its place", () => {
  const zsh = user("ann", { isNormalUser: true, shell: "/usr/bin/zsh" });
  expect(problems({}, zsh, { noShell: [["ann", "/usr/bin/zsh"]] })).toMatchInlineSnapshot(`
    [
      "TRP5142 The configuration gives the user ann the shell /usr/bin/zsh, which does not exist on alice, so sshd would refuse the user.
      at instance one, role server
      hint: Declare the package of the shell in environment.systemPackages, or another shell.",
    ]
  `);
  // The package may bring the shell.
  expect(problems({}, zsh, { noShell: [["ann", "/usr/bin/zsh"]], missing: ["zsh"] })).toEqual([]);
});

test("a deploying user without a shell for logins or without keys is refused in the plan", () => {
  const service = user("ann", { isSystemUser: true, group: "ann" });
  expect(problems({}, service, login("ann"))).toMatchInlineSnapshot(`
    [
      "TRP5143 With the configuration, ann, as whom this plan reached alice, could not log in again: its shell would be /usr/sbin/nologin.
      at instance one, role server
      hint: Keep the login of the user who deploys, or deploy as another one: deploy.targetHost.",
    ]
  `);
  expect(problems({}, service, login("root"))).toEqual([]);
  expect(problems(keys, {}, login("root"))).toMatchInlineSnapshot(`
    [
      "TRP5143 With the configuration, root, as whom this plan reached alice, could not log in again: it would have no authorized keys.
      hint: Keep the login of the user who deploys, or deploy as another one: deploy.targetHost.",
    ]
  `);
  expect(problems(keys, {}, login("root", true))).toEqual([]);
  expect(problems(keys, keys, login("root"))).toEqual([]);
  expect(problems({}, {}, login("root"))).toEqual([]);
});
