/**
 * Authorized keys, for sshd as Debian configures it.
 *
 * As in NixOS they lie in /etc/ssh/authorized_keys.d, owned by root, so a user's own ~/.ssh/authorized_keys is neither read nor
 * changed by Troupe. sshd learns of the folder from a file in /etc/ssh/sshd_config.d (which Debian's sshd_config includes first),
 * and only for users with declared keys, whose own files go on to count. The folder's files are copies, as sshd reads them with
 * the user's permissions.
 */
import type { SystemConfig } from "@troupe/vocabulary";
import { compareBytes } from "../generation/bytes.ts";
import { accountName, holds } from "../generation/fields.ts";
import { addTroupeUnit } from "../units/troupe-unit.ts";
import { forbidden } from "../units/values.ts";
import { invalidText } from "../diagnostics.ts";
import type { Draft } from "../model/generation-draft.ts";
import { addEtc, link, publicCopy } from "./etc-file.ts";

const configFile = "ssh/sshd_config.d/50-troupe.conf";

/** Renders the keys of all users, and what makes sshd read them. */
export function renderAuthorizedKeys(draft: Draft, users: SystemConfig["users"]["users"]): void {
  const paths: string[][] = [];
  const names: string[] = [];
  for (const [key, { name, openssh }] of Object.entries(users)) {
    const { keys } = openssh.authorizedKeys;
    if (keys.length === 0 || !holds(accountName, name)) continue;
    const at = ["users", "users", key, "openssh", "authorizedKeys", "keys"];
    const problem = keys.map(forbidden).find((bad) => bad !== undefined)?.problem;
    if (problem !== undefined) draft.report(invalidText, { what: `A key of the user "${name}"`, problem }, at);
    const target = `ssh/authorized_keys.d/${name}`;
    addEtc(draft, target, `${[...new Set(keys)].toSorted(compareBytes).join("\n")}\n`, publicCopy, `etc:${target}`, at);
    names.push(name);
    paths.push(at);
  }
  if (names.length === 0) return;
  const config = sshdConfig(names.toSorted(compareBytes));
  draft.add("etc", { target: configFile, ...link, path: draft.file(`etc/${configFile}`, config) }, `etc:${configFile}`, ...paths);
  addTroupeUnit(draft, "troupe-authorized-keys.service", reloadSshd, "restart", config, "multi-user.target", paths);
}

function sshdConfig(users: readonly string[]): string {
  return [
    `Match User ${users.join(",")}`,
    "  AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2 /etc/ssh/authorized_keys.d/%u",
    "",
  ].join("\n");
}

/** Runs whenever the configuration of sshd changes; sshd keeps the connections it has. */
const reloadSshd = `[Unit]
Description=Tell sshd of the users with declared keys
After=ssh.service

[Service]
Type=oneshot
RemainAfterExit=true
ExecStart=-/bin/systemctl --no-block try-reload-or-restart ssh.service
`;
