import { formatDiagnostic } from "@troupe/modules";
import { describe, expect, it } from "vitest";
import { explainFailure } from "./problem.ts";
import type { ExecResult, Target } from "./transport.ts";

const target: Target = {
  machine: "alice",
  class: "linux",
  host: "192.0.2.1",
  user: "ann",
  sudo: true,
  site: { file: "troupe.ts", line: 12, column: 5, label: "machine alice" },
};
const explain = (result: Partial<ExecResult>, of: Target = target) =>
  formatDiagnostic(
    explainFailure(
      of,
      { code: null, stdout: "", stderr: "", timedOut: false, ...result },
      "while it was being looked at",
      60_000,
    ),
  );

/** What OpenSSH 9 and 10 say. */
const changedKey = `@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @
@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@
IT IS POSSIBLE THAT SOMEONE IS DOING SOMETHING NASTY!
Someone could be eavesdropping on you right now (man-in-the-middle attack)!
It is also possible that a host key has just been changed.
The fingerprint for the ED25519 key sent by the remote host is
SHA256:9u89VJ9z+TNclHrhki0EIiVjPDYgoLxASlU3iMwJyvY.
Please contact your system administrator.
Add correct host key in /home/ann/.ssh/known_hosts to get rid of this message.
Offending ED25519 key in /home/ann/.ssh/known_hosts:1
  remove with:
  ssh-keygen -f "/home/ann/.ssh/known_hosts" -R "192.0.2.1"
Host key for 192.0.2.1 has changed and you have requested strict checking.
Host key verification failed.
`;

describe("errors of ssh as diagnostics", () => {
  it.each([
    ["a host that is silent", { stderr: "ssh: connect to host 192.0.2.1 port 22: Connection timed out\r\n" }],
    ["a port that is closed", { stderr: "ssh: connect to host 192.0.2.1 port 2222: Connection refused\r\n" }],
    [
      "a host that hangs",
      { stderr: "Connection timed out during banner exchange\r\nConnection to 192.0.2.1 port 22 timed out\r\n" },
    ],
    [
      "a name that is not known",
      { stderr: "ssh: Could not resolve hostname alice.invalid: Name or service not known\r\n" },
    ],
    ["a login that is refused", { stderr: "ann@192.0.2.1: Permission denied (publickey,password).\r\n" }],
    ["a key that is not known", { stderr: "Host key verification failed.\r\n" }],
    ["a key that changed", { stderr: changedKey }],
    ["sudo that asks", { code: 1, stderr: "sudo: a password is required\n" }],
    ["a user that sudo does not know", { code: 1, stderr: "ann is not in the sudoers file.\n" }],
    ["no sudo", { code: 127, stderr: "sh: 1: exec: sudo: not found\n" }],
    ["a link that was cut", { stdout: "troupe-agent\t1\n", stderr: "Timeout, server 192.0.2.1 not responding.\r\n" }],
    [
      "a shared connection that is gone",
      { stderr: "mux_client_request_session: read from master failed: Broken pipe\r\n" },
    ],
    [
      "a script that breaks off",
      {
        code: 1,
        stdout: "troupe-agent\t1\n",
        stderr: "mkdir: cannot create directory '/var/lib/troupe': Read-only file system\n",
      },
    ],
    ["a machine that takes for ever", { timedOut: true }],
    [
      "something that is not a shell",
      { code: 1, stdout: "This account is currently not available.\n", stderr: "\u001b[31mbye\u001b[0m\n" },
    ],
  ])("%s", (_, result) => {
    expect(explain(result)).toMatchSnapshot();
  });
});
