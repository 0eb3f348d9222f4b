/** The command that runs the agent on a machine. */

/** Runs its arguments as root, with sudo where that takes it. */
const asRoot = `sh -c 'if [ "$(id -u)" = 0 ]; then exec "$@"; else exec sudo -n -- "$@"; fi' troupe`;

/**
 * The command line for the machine's login shell. The agent itself comes first on stdin, as `scriptBytes` bytes of gzip, then
 * the verb's own input: so the command stays short in the machine's logs, nothing has to be installed before, and any login
 * shell can run it.
 *
 * @example
 * agentCommand("confirm", ["0f00"], { scriptBytes: 9000, sudo: false });
 * // => "exec sh -c 'TROUPE=$(head -c 9000 | gzip -dc) && eval \"$TROUPE\"' troupe confirm 0f00"
 */
export function agentCommand(verb: string, args: readonly string[], options: { scriptBytes: number; sudo: boolean }): string {
  const start = `sh -c 'TROUPE=$(head -c ${options.scriptBytes} | gzip -dc) && eval "$TROUPE"' troupe`;
  const words = [verb, ...args].map(quoteWord);
  return ["exec", ...(options.sudo ? [asRoot] : []), start, ...words].join(" ");
}

/** For any shell: words of these characters need no quotes, others are made of them. */
function quoteWord(word: string): string {
  return word.replaceAll(/[^A-Za-z0-9_.,:@%+/=-]/g, "_") || "-";
}
