/** Finds names in the code of source files, outside of comments. */
const tokens = /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/.*/g;
const specifiers = /(from |import\()"[^"\n]*"/g;

/**
 * Returns the lines whose code matches the pattern, with their numbers. With `withoutSpecifiers`, names of imported
 * modules do not count.
 */
export function linesWithNames(
  source: string,
  pattern: RegExp,
  { withoutSpecifiers = false }: { readonly withoutSpecifiers?: boolean } = {},
): readonly string[] {
  const blank = (comment: string) => comment.replaceAll(/[^\n]/g, "");
  const code = source.replaceAll(tokens, (token, text: string | undefined) => text ?? blank(token));
  return code.split("\n").flatMap((line, index) => {
    const searched = withoutSpecifiers ? line.replaceAll(specifiers, "$1") : line;
    return pattern.test(searched) ? [`${index + 1}: ${line.trim()}`] : [];
  });
}

/** True for the code of a package, false for its tests and their helpers. */
export const isProductCode = (file: string): boolean => !/\.test(-d)?\.ts$|[\\/]testing[/.\\]/.test(file);
