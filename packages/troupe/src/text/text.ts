/** Laying out text: wrapping, indenting, counting. */

/**
 * The text in lines of at most `width` columns; the first one stands behind `start` columns, later ones begin with
 * `indent`. Words are never broken.
 */
export function wrap(text: string, width: number, indent = "", start = 0): string {
  return text
    .split("\n")
    .map((paragraph, index) => {
      const lines: string[] = [];
      let line = "";
      for (const word of paragraph.split(" ")) {
        const room = width - (lines.length > 0 || index > 0 ? indent.length : start);
        if (line !== "" && line.length + 1 + word.length > room) {
          lines.push(line);
          line = word;
        } else line = line === "" && lines.length === 0 ? word : line === "" ? word : `${line} ${word}`;
      }
      lines.push(line);
      return lines.join(`\n${indent}`);
    })
    .join(`\n${indent}`);
}

/** "1 machine", "3 machines". */
export const count = (number: number, noun: string, many = `${noun}s`): string =>
  `${number} ${number === 1 ? noun : many}`;

/** "1.4 s", "850 ms", "2 min 3 s". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.round((milliseconds % 60_000) / 1000)} s`;
}

/** Names in a sentence, shortened: "a, b, c and 7 more". */
export function listed(names: readonly string[], most = 6): string {
  if (names.length <= most + 1) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** "813 bytes", "1.4 MB". */
export function size(bytes: number): string {
  if (bytes < 1000) return count(bytes, "byte");
  const power = Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(bytes / 1000 ** power < 10 ? 1 : 0)} ${["", "kB", "MB", "GB"][power]}`;
}
