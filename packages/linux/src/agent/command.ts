/** The command that runs the agent script on a machine. */

/** A command that runs its arguments as root, with sudo for other users. */
const asRoot = `sh -c 'if [ "$(id -u)" = 0 ]; then exec "$@"; else exec sudo -n -- "$@"; fi' troupe`;

/**
 * Returns the command line for the machine's login shell. Stdin has the agent script, as `scriptBytes` bytes of gzip,
 * and then the input of the verb, so that the command is short in the machine's logs, needs no installation, and runs
 * in any login shell.
 *
 * @example
 * agentCommand("confirm", ["0f00"], { scriptBytes: 9000, sudo: false });
 * // => "exec sh -c 'echo; TROUPE=$(head -c 9000 | gzip -dc) && eval \"$TROUPE\"' troupe confirm 0f00"
 */
export function agentCommand(
  verb: string,
  args: readonly string[],
  options: { scriptBytes: number; sudo: boolean },
): string {
  // A login shell may have printed text without a newline.
  const start = `sh -c 'echo; TROUPE=$(head -c ${options.scriptBytes} | gzip -dc) && eval "$TROUPE"' troupe`;
  const words = [verb, ...args].map(quoteWord);
  return ["exec", ...(options.sudo ? [asRoot] : []), start, ...words].join(" ");
}

/** Replaces characters that a shell could interpret, so that the word needs no quotes in any shell. */
function quoteWord(word: string): string {
  return word.replaceAll(/[^A-Za-z0-9_.,:@%+/=-]/g, "_") || "-";
}
