/** The commands that run the agent script on a machine. */
import { formatVersions } from "../model/format-versions.ts";

/** A command that runs its arguments as root, with sudo for other users. */
const asRoot = `sh -c 'if [ "$(id -u)" = 0 ]; then exec "$@"; else exec sudo -n -- "$@"; fi' troupe`;

/** The script of a request: sent as the first bytes of stdin, or named by its digest. */
export type AgentSource = { readonly scriptBytes: number } | { readonly digest: string };

/**
 * Returns the command line for the machine's login shell, in words that mean the same in any shell.
 *
 * With `scriptBytes`, stdin has the agent script, as that many bytes of gzip, and then the input of the verb. With
 * `digest`, the hexadecimal SHA-256 of the script, stdin has the input alone: the machine runs a copy of its own that
 * has the digest and belongs to root, and else answers `end need`.
 *
 * @example
 * agentCommand("confirm", ["0f00"], { scriptBytes: 9000, sudo: false });
 * // => "exec sh -c 'echo; TROUPE=$(head -c 9000 | gzip -dc) && eval \"$TROUPE\"' troupe confirm 0f00"
 */
export function agentCommand(verb: string, args: readonly string[], options: AgentSource & { sudo: boolean }): string {
  // A login shell may have printed text without a newline.
  const start =
    "digest" in options
      ? `echo; for copy in ${agentCopies.join(" ")}; do if [ -f $copy ] && [ -O $copy ]; then sum=$(sha256sum <$copy); if [ "$sum" = "${quoteWord(options.digest)}  -" ]; then exec sh $copy "$@"; fi; fi; done; printf "troupe-agent\\t${formatVersions.reply}\\nend\\tneed\\n"`
      : `echo; TROUPE=$(head -c ${options.scriptBytes} | gzip -dc) && eval "$TROUPE"`;
  const words = [verb, ...args].map(quoteWord);
  return ["exec", ...(options.sudo ? [asRoot] : []), `sh -c '${start}' troupe`, ...words].join(" ");
}

/** The copies that the agent script keeps of itself: in memory since it last arrived, and on disk for its timer. */
const agentCopies = ["/run/troupe/agent", "/var/lib/troupe/agent"] as const;

/** Replaces characters that a shell could interpret, so that the word needs no quotes in any shell. */
function quoteWord(word: string): string {
  return word.replaceAll(/[^A-Za-z0-9_.,:@%+/=-]/g, "_") || "-";
}
