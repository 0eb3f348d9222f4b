/** Errors of ssh as diagnostics that say what to do. */
import { type Diagnostic, diagnose } from "@troupe/modules";
import {
  brokenScript,
  changedHostKey,
  lostConnection,
  type MachineAddress,
  noSudo,
  refusedLogin,
  strangeAnswer,
  tooLarge,
  tooSlow,
  unfinished,
  unknownAddress,
  unknownHostKey,
  unreachable,
} from "./diagnostics.ts";
import type { ExecResult, Target } from "./transport.ts";

/** The address of a target for people: `root@192.0.2.1`, `[2001:db8::1]:2222`. */
export function addressOf({ host, user, port }: Target): string {
  const name = port !== undefined && host.includes(":") ? `[${host}]` : host;
  return `${user === undefined ? "" : `${user}@`}${name}${port === undefined ? "" : `:${port}`}`;
}

/** The arguments of ssh for a target, as a user types them. */
function typed({ host, user, port, sshOptions = [] }: Target): string {
  return [
    ...sshOptions,
    ...(port === undefined ? [] : ["-p", port]),
    user === undefined ? host : `${user}@${host}`,
  ].join(" ");
}

/** The machine and its address, for messages. */
export function where(target: Target): MachineAddress {
  return { machine: target.machine, address: addressOf(target), ssh: typed(target) };
}

/**
 * Why a command did not run on the machine, or not to its end. `doing` says what it was about: "while it was being
 * looked at". Call it only for results that are not what the command itself would have answered.
 */
export function explainFailure(target: Target, result: ExecResult, doing: string, timeoutMs: number): Diagnostic {
  const params = where(target);
  const marks = { marks: target.site === undefined ? [] : [{ site: target.site }] };
  const stderr = plainText(result.stderr);
  const connected = result.stdout.includes("troupe-agent\t");
  if (result.overflowed === true)
    return diagnose(tooLarge, { ...params, doing, limit: "64 MB or 250,000 lines" }, marks);
  if (result.timedOut)
    return diagnose(
      connected ? unfinished : tooSlow,
      { ...params, doing, seconds: Math.round(timeoutMs / 1000) },
      marks,
    );
  if (!connected && result.code === null) {
    const explained = explainConnection(target, stderr, marks);
    if (explained !== undefined) return explained;
  }
  const sudo = /^sudo: (.*)$/m.exec(stderr)?.[1] ?? /^.*is not in the sudoers file.*$/m.exec(stderr)?.[0];
  if (!connected && target.sudo && (sudo !== undefined || /sudo/.test(stderr))) {
    return diagnose(noSudo, { ...params, user: target.user ?? "the user", reason: sudo ?? lastLine(stderr) }, marks);
  }
  if (result.code === null) return diagnose(lostConnection, { ...params, doing, reason: lastLine(stderr) }, marks);
  const reason = lastLine(stderr) || `it ended with status ${result.code}`;
  if (connected) return diagnose(brokenScript, { ...params, doing, reason }, marks);
  return diagnose(strangeAnswer, { ...params, reason }, marks);
}

type Marks = { readonly marks: Diagnostic["marks"] };

/** Explains errors of ssh before the session. The texts are OpenSSH's own, which it does not translate. */
function explainConnection(target: Target, stderr: string, marks: Marks): Diagnostic | undefined {
  const params = where(target);
  const name = /Could not resolve hostname (\S+?):/.exec(stderr)?.[1];
  if (name !== undefined) return diagnose(unknownAddress, { ...params, name }, marks);
  if (stderr.includes("IDENTIFICATION HAS CHANGED") || /Host key for .* has changed/.test(stderr)) {
    const fingerprint = /fingerprint for the (\S+) key sent by the remote host is\s+(\S+?)\.?\s/.exec(stderr);
    const remove = /^[ \t]*(ssh-keygen -f .* -R .*)$/m.exec(stderr)?.[1] ?? `ssh-keygen -R ${target.host}`;
    return diagnose(
      changedHostKey,
      { ...params, fingerprint: fingerprint === null ? "" : `${fingerprint[1]} ${fingerprint[2]}`, remove },
      marks,
    );
  }
  if (/Host key verification failed|No .* host key is known/.test(stderr)) {
    return diagnose(unknownHostKey, params, marks);
  }
  // The patterns take linear time, because a machine may have written the text.
  const denied = /Permission denied(?: \(([^)]*)\))?/.exec(stderr);
  const user = target.user ?? /^([^\s@]+)@[^\s@]+: Permission denied/m.exec(stderr)?.[1] ?? "us";
  if (denied !== null) return diagnose(refusedLogin, { ...params, user, methods: denied[1] ?? "" }, marks);
  const refused = /connect to host \S+ port (\d+): (.*)$/m.exec(stderr);
  const other = /^(.*(?:timed out|closed by|reset by|banner|kex_exchange|Connection refused).*)$/im.exec(stderr);
  const reason = refused === null ? other?.[1] : `${refused[2]} at port ${refused[1]}`;
  return reason === undefined ? undefined : diagnose(unreachable, { ...params, reason }, marks);
}

/** Returns a text of ssh without carriage returns and escape sequences. */
function plainText(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replaceAll(/\u001b\[[0-9;?]*[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}
