/** The fields of a manifest line: how a field prints and parses its values. */

/** A tab-separated field. `parse` returns a {@link Refusal} for text that is not a value of the field. */
export interface Field<T> {
  readonly print: (value: T) => string;
  readonly parse: (text: string) => T | Refusal;
}

/** The reason why a field or a line refuses a text. */
export interface Refusal {
  readonly refused: string;
}

/** True for a {@link Refusal}; no entry of a manifest has a property of that name. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "refused" in value;
}

const refuse = (text: string, what: string): Refusal => ({ refused: `${JSON.stringify(text)} is not ${what}` });

/** A field for texts that match the pattern. */
function matching(pattern: RegExp, what: string): Field<string> {
  return { print: (value) => value, parse: (text) => (pattern.test(text) ? text : refuse(text, what)) };
}

/** A field that prints an absent value as `-`, because `read` in sh skips empty fields. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return {
    print: (value) => (value === undefined ? "-" : field.print(value)),
    parse: (text) => (text === "-" ? undefined : field.parse(text)),
  };
}

/** A field for a set of words. */
export function word<const W extends string>(...words: readonly W[]): Field<W> {
  return {
    print: (value) => value,
    parse: (text) => words.find((word) => word === text) ?? refuse(text, `one of ${words.join(", ")}`),
  };
}

/** A field that prints true as the word `name` and false as `-`. */
export function flag(name: string): Field<boolean> {
  return {
    print: (value) => (value ? name : "-"),
    parse: (text) => (text === name ? true : text === "-" ? false : refuse(text, `${name} or -`)),
  };
}

/** A field for a list of at least one value. */
export function separated(separator: string, item: Field<string>): Field<readonly string[]> {
  return {
    print: (values) => values.map(item.print).join(separator),
    parse: (text) => {
      const values = text.split(separator).map(item.parse);
      return values.find(isRefusal) ?? (values as string[]);
    },
  };
}

/**
 * A character that is no control character, surrogate or line separator (Cc, Cs, Zl and Zp of Unicode). The pattern has
 * ranges, because V8 needs 2 ms to compile the names of these categories, and each command would wait for that.
 */
const plain = String.raw`[^\u0000-\u001f\u007f-\u009f\ud800-\udfff\u2028\u2029]`;
const component = String.raw`(?!\.{1,2}(?:/|$))(?:(?!/)${plain})+`;

export const printable = matching(new RegExp(`^(?!-$)${plain}+$`, "u"), "text without control characters");
/** A relative path without `.`, `..`, and a leading or doubled `/`. */
export const relativePath = matching(new RegExp(`^${component}(?:/${component})*$`, "u"), "a path below a directory");
export const absolutePath = matching(new RegExp(`^(?:/${component})+$|^/$`, "u"), "an absolute path");
export const sha256Hex = matching(/^[0-9a-f]{64}$/, "a SHA-256 digest");
/**
 * The name of a unit within the limits of systemd. A template has no instance (`x@.service`). `systemctl` reads a name
 * with a leading `-` as options, so only systemd's own `-.mount` and `-.slice` have one. systemd skips files with a
 * leading dot.
 */
export const unitName = matching(
  /^(?=.{1,255}$)(?!\.|-(?!\.(?:mount|slice)$))[A-Za-z0-9:_.\\-]+(?:@[A-Za-z0-9:_.\\-]*)?\.(?:service|socket|target|timer|path|mount|automount|swap|slice|scope|device)$/,
  "the name of a unit",
);
export const unitHash = matching(/^[0-9a-f]{16}(?:\+[0-9a-f]{16})?$/, "a unit's hash");
/** The name of a user or group that `useradd` of Debian accepts, in lower or upper case. */
export const accountName = matching(/^[A-Za-z_][A-Za-z0-9_.-]{0,30}\$?$/, "the name of a user or group");
export const hostName = matching(
  /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*$/,
  "a host name",
);
export const ipAddress: Field<string> = {
  print: (value) => value,
  parse: (text) => (isIpAddress(text) ? text : refuse(text, "an IP address")),
};
/** apt takes a trailing `-` for the removal of the package. */
export const debianPackage = matching(
  /^[a-z0-9][a-z0-9+.-]*[a-z0-9+.](?::[a-z0-9-]*[a-z0-9])?$/,
  "the name of a Debian package",
);
/** A name that is a valid file name. */
export const plainName = matching(/^[A-Za-z0-9_][A-Za-z0-9_.@:-]*$/, "a name of letters, digits and _ . @ : -");

export const wholeNumber: Field<number> = {
  print: String,
  parse: (text) => (/^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : refuse(text, "a whole number")),
};

/** Permissions in four octal digits: `0644`. */
export const octalMode: Field<number> = {
  print: (value) => value.toString(8).padStart(4, "0"),
  parse: (text) => (/^[0-7]{4}$/.test(text) ? Number.parseInt(text, 8) : refuse(text, "four octal digits")),
};

/** True if the field parses its own print of the value. */
export function holds<T>(field: Field<T>, value: T): boolean {
  const text = field.print(value);
  const parsed = field.parse(text);
  return !isRefusal(parsed) && field.print(parsed) === text;
}

/** True for four numbers up to 255. The C library refuses leading zeros, which some programs read as octal. */
const isIpv4 = (text: string): boolean =>
  /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text) && text.split(".").every((part) => Number(part) <= 255);

function isIpAddress(text: string): boolean {
  if (isIpv4(text)) return true;
  const [address = ""] = text.split(/%[A-Za-z0-9._-]+$/);
  const halves = address.split("::");
  const groups = halves.flatMap((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1) ?? "";
  const [ipv4, hex] = isIpv4(last) && !address.endsWith("::") ? [2, groups.slice(0, -1)] : [0, groups];
  const count = hex.length + ipv4;
  const complete = halves.length === 1 ? count === 8 : halves.length === 2 && count <= 7;
  return complete && hex.every((group) => /^[0-9A-Fa-f]{1,4}$/.test(group));
}
