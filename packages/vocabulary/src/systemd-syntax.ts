/** Quoting in the syntax of systemd. */

/**
 * Quotes arguments for a command line such as `ExecStart=`, with `%` and `$` as literal characters. Equals
 * `utils.escapeSystemdExecArgs` of NixOS.
 *
 * @example
 * escapeSystemdExecArgs(["/bin/echo", "100 %", "$HOME"]); // => `"/bin/echo" "100 %%" "$$HOME"`
 */
export function escapeSystemdExecArgs(args: readonly string[]): string {
  return args
    .map((arg) =>
      quoteSystemd(arg)
        .replaceAll("%", "%%")
        .replaceAll("$", () => "$$"),
    )
    .join(" ");
}

/**
 * Puts a word in double quotes, with C-style escapes. Specifiers (`%`) and variables (`$`) keep their meaning.
 *
 * @example
 * quoteSystemd('say "hi" to %u'); // => '"say \\"hi\\" to %u"'
 */
export function quoteSystemd(word: string): string {
  return JSON.stringify(word).replaceAll("\u007f", String.raw`\x7f`);
}
