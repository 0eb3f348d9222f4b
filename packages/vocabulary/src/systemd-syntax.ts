/** Writing values in systemd's own syntax. */

/**
 * Arguments as one part of a command line (`ExecStart=` and the like) that gives exactly these arguments: quoted, and with `%` and
 * `$` taken literally. As NixOS's `utils.escapeSystemdExecArgs`.
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
 * One word in double quotes, with C-style escapes; specifiers (`%`) and variables (`$`) in it keep their meaning.
 *
 * @example
 * quoteSystemd('say "hi" to %u'); // => '"say \\"hi\\" to %u"'
 */
export function quoteSystemd(word: string): string {
  return JSON.stringify(word).replaceAll("\u007f", String.raw`\x7f`);
}
