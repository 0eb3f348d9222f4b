/** Methods that strings and lists have in JavaScript but not in Nix. */

const lists =
  "at concat entries every filter find findIndex findLast flat flatMap forEach includes indexOf join keys lastIndexOf map";
const more =
  "reduce reduceRight reverse slice some sort toReversed toSorted values charAt endsWith localeCompare match matchAll normalize";
const texts =
  "padEnd padStart repeat replace replaceAll search split startsWith substring toLowerCase toUpperCase trim trimEnd trimStart";
const all = "toFixed toJSON toLocaleString toString valueOf hasOwnProperty bind call apply";
const names: ReadonlySet<string> = new Set(`${lists} ${more} ${texts} ${all}`.split(" "));

/** True for the name of a JavaScript method. A call of such a method on a Nix value is a misuse. */
export const isMethodName = (name: string): boolean => names.has(name);
