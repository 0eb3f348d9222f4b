/**
 * Authorized keys, for the sshd of Debian.
 *
 * As in NixOS, declared keys are in /etc/ssh/authorized_keys.d, owned by root. Troupe neither reads nor changes
 * ~/.ssh/authorized_keys, which remains valid. A file in /etc/ssh/sshd_config.d, which Debian's sshd_config includes
 * first, names the folder for users with declared keys. The switch restarts sshd after a change of that file.
 */
import type { SystemConfig } from "@troupe/vocabulary";
import { compareBytes } from "../generation/bytes.ts";
import { accountName, holds } from "../generation/fields.ts";
import { forbidden } from "../units/values.ts";
import { invalidText } from "../diagnostics.ts";
import type { Draft } from "../model/generation-draft.ts";
import { addEtc, publicFile } from "./etc-file.ts";

const configFile = "ssh/sshd_config.d/50-troupe.conf";

/** Renders the keys of all users, and the configuration of sshd that names their folder. */
export function renderAuthorizedKeys(draft: Draft, users: SystemConfig["users"]["users"]): void {
  const paths: string[][] = [];
  const names: string[] = [];
  for (const [key, { name, openssh }] of Object.entries(users)) {
    const { keys } = openssh.authorizedKeys;
    if (keys.length === 0 || !holds(accountName, name)) continue;
    const at = ["users", "users", key, "openssh", "authorizedKeys", "keys"];
    const problem = keys.map(forbidden).find((badValue) => badValue !== undefined)?.problem;
    if (problem !== undefined) draft.report(invalidText, { what: `A key of the user "${name}"`, problem }, at);
    const target = `ssh/authorized_keys.d/${name}`;
    addEtc(draft, target, `${[...new Set(keys)].toSorted(compareBytes).join("\n")}\n`, publicFile, `etc:${target}`, at);
    names.push(name);
    paths.push(at);
  }
  if (names.length === 0) return;
  const config = sshdConfig(names.toSorted(compareBytes));
  draft.add(
    "etc",
    { target: configFile, ...publicFile, path: draft.file(`etc/${configFile}`, config) },
    `etc:${configFile}`,
    ...paths,
  );
}

function sshdConfig(users: readonly string[]): string {
  return [
    `Match User ${users.join(",")}`,
    "  AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2 /etc/ssh/authorized_keys.d/%u",
    "",
  ].join("\n");
}
