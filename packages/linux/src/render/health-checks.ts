/** The group `healthChecks`: scripts that need no program beyond those of a minimal Debian. */
import type { SystemConfig } from "@troupe/vocabulary";
import { holds, hostName, ipAddress, plainName, printable } from "../generation/fields.ts";
import type { HealthEntry } from "../model/manifest.ts";
import { shellScript } from "../units/scripts.ts";
import { forbidden } from "../units/values.ts";
import { invalidHost, invalidName, invalidText, oneHealthCheck } from "../diagnostics.ts";
import type { Draft, Path, Renderer } from "../model/generation-draft.ts";

type HealthCheck = SystemConfig["healthChecks"][string];

/** Seconds for one attempt, so that an unanswered connection does not consume the `timeout` of the check. */
const attemptSeconds = 5;

/** Renders the health checks. */
export const renderHealthChecks: Renderer<"healthChecks"> = (draft, { healthChecks }) => {
  for (const [name, check] of Object.entries(healthChecks)) {
    const at = ["healthChecks", name];
    const kinds = [check.script, check.tcp, check.http].filter((kind) => kind !== null);
    if (!holds(plainName, name)) draft.report(invalidName, { what: "health check", name }, at);
    else if (kinds.length !== 1) draft.report(oneHealthCheck, { name, count: kinds.length }, at);
    else {
      const text = shellScript(commands(draft, check, at));
      const path = draft.script("health", name, text);
      draft.add(
        "health",
        { name, timeoutSeconds: check.timeout, path, ...described(draft, check, at) },
        `health:${name}`,
        at,
      );
    }
  }
};

/** Returns the description of a check as a single line. */
function described(draft: Draft, { description }: HealthCheck, at: Path): Pick<HealthEntry, "description"> {
  const line = draft
    .text(description, [...at, "description"])
    .trim()
    .replaceAll(/\s+/g, " ");
  const problem = forbidden(line)?.problem;
  if (problem !== undefined) draft.report(invalidText, { what: "The description", problem }, [...at, "description"]);
  return holds(printable, line) ? { description: line } : {};
}

function commands(draft: Draft, { script, tcp, http }: HealthCheck, at: Path): string {
  if (script?.includes("\0") === true)
    draft.report(invalidText, { what: "The script", problem: "a NUL character" }, at);
  if (script !== null) return draft.text(script, [...at, "script"]);
  if (tcp !== null) return connect(checkedHost(draft, draft.text(tcp.host, at), at), tcp.port);
  return request(draft, http!, at);
}

/** Connects with /dev/tcp of bash, because every Debian system has bash, but not curl or netcat. */
const connect = (host: string, port: number): string =>
  `exec timeout ${attemptSeconds} bash -c 'exec 3<>"/dev/tcp/$0/$1"' ${shellQuote(host)} ${port}\n`;

const address = /^http:\/\/(?<host>\[[^\]]*\]|[^:/]*)(?::(?<port>\d+))?(?<path>\/.*)?$/;

function request(draft: Draft, http: NonNullable<HealthCheck["http"]>, at: Path): string {
  const { host = "", port = "80", path = "/" } = address.exec(http.url)?.groups ?? {};
  const name = checkedHost(draft, host.replaceAll(/[[\]]/g, ""), at);
  if (Number(port) > 65535) draft.report(invalidHost, { what: "an address with a port", value: http.url }, at);
  const authority = port === "80" ? host : `${host}:${port}`;
  const healthy = http.status === null ? "[23]??" : String(http.status);
  return `status=$(timeout ${attemptSeconds} bash -c '
  exec 3<>"/dev/tcp/$0/$1"
  printf "GET %s HTTP/1.1\\r\\nHost: %s\\r\\nUser-Agent: troupe\\r\\nConnection: close\\r\\n\\r\\n" "$2" "$3" >&3
  read -r _ status _ <&3
  printf %s "$status"
' ${[name, port, path, authority].map(shellQuote).join(" ")})
case $status in
  ${healthy}) ;;
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
