/** The host that `[user@]host[:port]` names. */

/** A target of ssh, taken apart. */
export interface TargetHost {
  readonly user?: string;
  readonly host: string;
  readonly port?: number;
}

/**
 * Takes `[user@]host[:port]` apart; IPv6 addresses with a port stand in brackets. Undefined if it is not of that form.
 *
 * @example
 * parseTargetHost("root@192.0.2.10"); // => { user: "root", host: "192.0.2.10" }
 * parseTargetHost("[2001:db8::1]:2222"); // => { host: "2001:db8::1", port: 2222 }
 * parseTargetHost("ssh://root@192.0.2.10"); // => undefined
 */
export function parseTargetHost(text: string): TargetHost | undefined {
  const match =
    /^(?:([^@:/\s]+)@)?(?:\[([0-9a-fA-F:.%\w]+)\](?::(\d+))?|([^@:/\s[\]]+)(?::(\d+))?|([0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*))$/.exec(
      text,
    );
  if (match === null) return undefined;
  const host = match[2] ?? match[4] ?? match[6];
  const port = match[3] ?? match[5];
  if (host === undefined || host.startsWith("-") || Number(port ?? 1) > 65535) return undefined;
  return { ...(match[1] !== undefined && { user: match[1] }), host, ...(port !== undefined && { port: Number(port) }) };
}
