/** The names of generated files. */

/** Gives names of files to names of anything, each one once; a name that another one has already gets a number. */
export function fileNames(): (...parts: readonly string[]) => string {
  const taken = new Set<string>();
  return (...parts) => {
    const wanted = parts.map(safe).join(".");
    let name = wanted;
    // Some file systems do not tell letters of different size apart.
    for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted}-${number}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

/** What paths in Nix may hold without quotes. The `/` of nested instances becomes a `+`. */
const safe = (name: string): string => (/^[\w+-]*$/.test(name) ? name : name.replaceAll("/", "+").replaceAll(/[^\w+-]/g, "-"));
