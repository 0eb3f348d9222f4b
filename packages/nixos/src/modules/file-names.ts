/** The names of generated files. */

/**
 * Returns a function that returns a unique file name for the parts of a name. A file name that is taken gets a number.
 */
export function fileNames(): (...parts: readonly string[]) => string {
  const taken = new Set<string>();
  return (...parts) => {
    const wanted = parts.map(safe).join(".");
    let name = wanted;
    // Some file systems ignore the case of letters.
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted}-${number}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

/** Replaces the characters that a path in Nix cannot hold without quotes. The `/` of nested instances becomes a `+`. */
const safe = (name: string): string =>
  /^[\w+-]*$/.test(name) ? name : name.replaceAll("/", "+").replaceAll(/[^\w+-]/g, "-");
