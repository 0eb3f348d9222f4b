/** Words that messages have in common. */

export const quote = (name: string): string => JSON.stringify(name);
export const list = (names: readonly string[]): string => names.map(quote).join(", ");
/** Of many names a few: what thousands of readers are told must not be thousands of names each. */
export const some = (names: readonly string[]): string =>
  names.length > 6 ? `${list(names.slice(0, 5))} and ${names.length - 5} more` : list(names);
export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
