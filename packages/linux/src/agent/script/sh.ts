/**
 * A template tag for pieces of shell: the text as it is written, with `\${` for the shell's own `${`.
 *
 * @example
 * sh`echo hello`; // => "echo hello"
 */
export function sh({ raw }: TemplateStringsArray): string {
  return raw.join("").replaceAll("\\${", "${").replace(/^\n/, "");
}
