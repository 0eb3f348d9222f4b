/** The login over which the plan reached the machine, and shells that do not exist. */
import type { Manifest } from "@troupe/linux";
import { type Diagnostic, diagnose } from "@troupe/modules";
import type { DesiredLinux } from "../desired.ts";
import { closedLogin, missingShell } from "../diagnostics.ts";
import { placeOf } from "../places.ts";
import type { HostState } from "../state.ts";

const hasKeys = (manifest: Manifest, name: string): boolean =>
  manifest.etc.some(({ target }) => target === `ssh/authorized_keys.d/${name}`);

/** Reports shells that do not exist, and a generation with which the deploying user could not log in again. */
export function loginProblems(
  desired: DesiredLinux,
  before: Manifest | undefined,
  { login, noShell, missing, base }: HostState,
): readonly Diagnostic[] {
  const { target, generation } = desired;
  const { machine } = target;
  if (base === generation.id) return [];
  const at = (name: string, option: string) =>
    placeOf(desired, [
      ["users", "users", name, option],
      ["users", "users", name],
    ]);
  // A missing package may bring the shell; the machine checks it again before the switch.
  const shells = (missing.length > 0 ? [] : noShell).map(([user = "", shell = ""]) =>
    diagnose(missingShell, { machine, user, shell }, at(user, "shell")),
  );
  if (login === undefined) return shells;
  const shell = generation.manifest.users.find(({ name }) => name === login.name)?.shell;
  const why =
    shell !== undefined && /\/(?:nologin|false)$/.test(shell)
      ? { reason: `its shell would be ${shell}`, option: "shell" }
      : before !== undefined &&
          hasKeys(before, login.name) &&
          !hasKeys(generation.manifest, login.name) &&
          !login.hasOwnKeys
        ? { reason: "it would have no authorized keys", option: "openssh" }
        : undefined;
  if (why === undefined) return shells;
  const { reason, option } = why;
  return [...shells, diagnose(closedLogin, { machine, user: login.name, reason }, at(login.name, option))];
}
