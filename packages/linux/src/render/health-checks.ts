/**
 * Renders the group `healthChecks` as one script for each check. The scripts of `tcp` and `http` checks use only programs
 * of a minimal Debian.
 */
import type { SystemConfig } from "@troupe/vocabulary";
import { holds, hostName, ipAddress, plainName, printable } from "../generation/fields.ts";
import type { HealthEntry } from "../model/manifest.ts";
import { showPath } from "@troupe/modules";
import { shellScript } from "../units/scripts.ts";
import { forbidden } from "../units/values.ts";
import { invalidHost, invalidName, invalidText, oneHealthCheck } from "../diagnostics.ts";
import type { Draft, Path, Renderer } from "../model/generation-draft.ts";

type HealthCheck = SystemConfig["healthChecks"][string];

/**
 * Seconds for one connection. The agent script ends each attempt after 10 seconds; the shorter limit leaves time for the
 * message of the script.
 */
const connectionSeconds = 5;

/**
 * Writes a script below `health/` and an entry of the manifest's list `health` for each check. Reports TRP3051 for an
 * invalid name, and TRP3050 unless exactly one of `script`, `tcp` and `http` is set.
 */
export const renderHealthChecks: Renderer<"healthChecks"> = (draft, { healthChecks }) => {
  for (const [name, check] of Object.entries(healthChecks)) {
    const at = ["healthChecks", name];
    const tests = [check.script, check.tcp, check.http].filter((test) => test !== null);
    if (!holds(plainName, name)) draft.report(invalidName, { what: "health check", name }, at);
    else if (tests.length !== 1) draft.report(oneHealthCheck, { name, count: tests.length }, at);
    else {
      const text = shellScript(commands(draft, check, at));
      const path = draft.script("health", name, text);
      draft.add(
        "health",
        { name, timeoutSeconds: check.timeout, path, ...descriptionField(draft, check, at) },
        `health:${name}`,
        at,
      );
    }
  }
};

/**
 * Returns the field `description` of the entry, with white space collapsed to single spaces; no field for an empty
 * description and for "-", which stands for an absent field in the manifest. Reports TRP3004 for a control character.
 */
function descriptionField(draft: Draft, { description }: HealthCheck, at: Path): Pick<HealthEntry, "description"> {
  const line = draft
    .text(description, [...at, "description"])
    .trim()
    .replaceAll(/\s+/g, " ");
  const problem = forbidden(line)?.problem;
  if (problem !== undefined)
    draft.report(invalidText, { what: `\`${showPath([...at, "description"])}\``, problem }, [...at, "description"]);
  return holds(printable, line) ? { description: line } : {};
}

function commands(draft: Draft, { script, tcp, http }: HealthCheck, at: Path): string {
  if (script?.includes("\0") === true)
    draft.report(invalidText, { what: `\`${showPath([...at, "script"])}\``, problem: "a NUL character" }, [
      ...at,
      "script",
    ]);
  if (script !== null) return draft.text(script, [...at, "script"]);
  if (tcp !== null)
    return tcpCommands(
      checkedHost(draft, draft.text(tcp.host, [...at, "tcp", "host"]), [...at, "tcp", "host"]),
      tcp.port,
    );
  // The caller requires exactly one of the three.
  return httpCommands(draft, http!, [...at, "http", "url"]);
}

/**
 * Returns commands that connect through /dev/tcp of bash, because every Debian system has bash, but not curl or netcat.
 */
const tcpCommands = (host: string, port: number): string =>
  `exec timeout ${connectionSeconds} bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${shellQuote(host)} ${port}\n`;

const httpUrl = /^http:\/\/(?<host>\[[^\]]*\]|[^:/]*)(?::(?<port>\d+))?(?<path>\/.*)?$/;

function httpCommands(draft: Draft, http: NonNullable<HealthCheck["http"]>, at: Path): string {
  const { host = "", port = "80", path = "/" } = httpUrl.exec(http.url)?.groups ?? {};
  const name = checkedHost(draft, host.replaceAll(/[[\]]/g, ""), at);
  if (Number(port) > 65535)
    draft.report(invalidHost, { what: "a URL whose port is at most 65535", value: http.url }, at);
  const authority = port === "80" ? host : `${host}:${port}`;
  const statusPattern = http.status === null ? "[23]??" : String(http.status);
  return `status=$(timeout ${connectionSeconds} bash -c '
  exec 3<>"/dev/tcp/$0/$1"
  printf "GET %s HTTP/1.1\\r\\nHost: %s\\r\\nUser-Agent: troupe\\r\\nConnection: close\\r\\n\\r\\n" "$2" "$3" >&3
  read -r _ status _ <&3
  printf %s "$status"
' ${[name, port, path, authority].map(shellQuote).join(" ")})
case $status in
  ${statusPattern}) ;;
  *)
    echo "status $status from "${shellQuote(http.url)} >&2
    exit 1
    ;;
esac
`;
}

function checkedHost(draft: Draft, host: string, at: Path): string {
  if (!holds(hostName, host) && !holds(ipAddress, host))
    draft.report(invalidHost, { what: "a host name or an address", value: host }, at);
  return host;
}

/** Quotes a word for the shell. */
function shellQuote(word: string): string {
  return /^[A-Za-z0-9_./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
