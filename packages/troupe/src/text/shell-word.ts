/** Words of commands that messages propose. */

/**
 * Returns the text as one word of a command for POSIX shells, so that a command to copy runs nothing that the text says.
 * Machines and users may have chosen the text.
 *
 * @example
 * shellWord("/etc/motd"); // => "/etc/motd"
 * shellWord("bob; reboot"); // => "'bob; reboot'"
 */
export function shellWord(text: string): string {
  return /^[\w%+=:,./@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
