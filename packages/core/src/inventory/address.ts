/** The host that `[user@]host[:port]` names. */

/** A target of ssh, taken apart. */
export interface TargetHost {
  readonly user?: string;
  readonly host: string;
  readonly port?: number;
}

/** A text longer than this names no host: 253 characters of a name, and as many of a user. */
const longest = 512;
/**
 * Names of users, also `DOMAIN\ann` and `ann@domain`. OpenSSH refuses a leading `-`, which begins an option, and what
 * means something to sh.
 */
const userName = /^(?!-)[\p{L}\p{N}._@+\\-]*[\p{L}\p{N}._@+-]$/u;
/** Names in DNS, in /etc/hosts and in the configuration of ssh. */
const name = /^(?=.{1,253}$)[A-Za-z0-9_](?:[A-Za-z0-9_-]|\.(?!\.))*$/;
const portNumber = /^[0-9]{1,5}$/;

/**
 * Takes `[user@]host[:port]` apart; IPv6 addresses with a port stand in brackets. Undefined if it is not of that form.
 * As for ssh, the last `@` separates the user from the host.
 *
 * @example
 * parseTargetHost("root@192.0.2.10"); // => { user: "root", host: "192.0.2.10" }
 * parseTargetHost("[2001:db8::1]:2222"); // => { host: "2001:db8::1", port: 2222 }
 * parseTargetHost("ann@dom.example@fe80::1%eth0"); // => { user: "ann@dom.example", host: "fe80::1%eth0" }
 * parseTargetHost("ssh://root@192.0.2.10"); // => undefined
 */
export function parseTargetHost(text: string): TargetHost | undefined {
  if (text.length > longest) return undefined;
  const at = text.lastIndexOf("@");
  const user = at === -1 ? undefined : text.slice(0, at);
  const [host, port] = hostAndPort(text.slice(at + 1));
  if (user !== undefined && !userName.test(user)) return undefined;
  if (!isName(host) && !isIpv6(host)) return undefined;
  if (port !== undefined && (!portNumber.test(port) || Number(port) === 0 || Number(port) > 65535)) return undefined;
  return { ...(user !== undefined && { user }), host, ...(port !== undefined && { port: Number(port) }) };
}

/**
 * Returns a text that two targets share if ssh reaches one host through both, whatever the user.
 *
 * @example
 * hostKey(parseTargetHost("root@[2001:DB8::1]:22")!) === hostKey(parseTargetHost("2001:db8:0:0::1")!); // => true
 */
export const hostKey = ({ host, port = 22 }: TargetHost): string =>
  `${host.includes(":") ? expanded(host.toLowerCase()) : host.toLowerCase().replace(/\.$/, "")} ${port}`;

/** Returns an IPv6 address with all its groups. */
function expanded(address: string): string {
  const [groups = "", zone] = address.split("%");
  const [head = [], tail] = groups.split("::").map((half) => (half === "" ? [] : half.split(":")));
  // An IPv4 address at the end stands for two groups.
  const count = [...head, ...(tail ?? [])].reduce((sum, group) => sum + (group.includes(".") ? 2 : 1), 0);
  const all = tail === undefined ? head : [...head, ...Array.from({ length: 8 - count }, () => "0"), ...tail];
  return all.map((group) => group.replace(/^0+(?=.)/, "")).join(":") + (zone === undefined ? "" : `%${zone}`);
}

/** Separates the port, which an IPv6 address has behind brackets only. */
function hostAndPort(text: string): readonly [host: string, port: string | undefined] {
  if (text.startsWith("[")) {
    const end = text.indexOf("]");
    const rest = text.slice(end + 1);
    if (end === -1 || (rest !== "" && !rest.startsWith(":"))) return ["", undefined];
    return [text.slice(1, end), rest === "" ? undefined : rest.slice(1)];
  }
  const colon = text.indexOf(":");
  return colon === -1 || text.includes(":", colon + 1)
    ? [text, undefined]
    : [text.slice(0, colon), text.slice(colon + 1)];
}

const isIpv4 = (text: string): boolean =>
  /^(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}$/.test(text) &&
  text.split(".").every((part) => Number(part) <= 255);

/** True for a name, and for an IPv4 address. Four numbers that are no address name nothing. */
const isName = (text: string): boolean => name.test(text) && (!/^(?:[0-9]+\.){3}[0-9]+$/.test(text) || isIpv4(text));

/** True for an IPv6 address, also with a zone such as `%eth0`. */
function isIpv6(text: string): boolean {
  const [address = "", zone, ...more] = text.split("%");
  if (more.length > 0 || (zone !== undefined && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,14}$/.test(zone))) return false;
  const halves = address.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const groups = halves.flat();
  const endsInIpv4 = !address.endsWith("::") && isIpv4(groups.at(-1) ?? "");
  const count = groups.length + (endsInIpv4 ? 1 : 0);
  const hexadecimal = endsInIpv4 ? groups.slice(0, -1) : groups;
  return (
    (halves.length === 1 ? count === 8 : halves.length === 2 && count <= 7) &&
    hexadecimal.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group))
  );
}
