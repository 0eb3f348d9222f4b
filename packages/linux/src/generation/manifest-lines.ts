/** The kinds of lines of a manifest: their columns, in order, and where their entries are kept. */
import {
  absolutePath,
  accountName,
  debianPackage,
  type Field,
  flag,
  hostName,
  ipAddress,
  isRefusal,
  octalMode,
  optional,
  plainName,
  printable,
  type Refusal,
  relativePath,
  separated,
  sha256Hex,
  unitHash,
  unitName,
  wholeNumber,
  word,
} from "./fields.ts";
import type { Manifest } from "../model/manifest.ts";

/** One kind of line. */
interface LineKind {
  /** The first field. */
  readonly word: string;
  readonly key: keyof Manifest;
  readonly print: (manifest: Manifest) => readonly (string | Refusal)[];
  readonly parse: (fields: readonly string[]) => unknown;
}

type EntryOf<K extends keyof Manifest> = NonNullable<Manifest[K]> extends readonly (infer E)[] ? E : NonNullable<Manifest[K]>;
/** A field for each property, in the order of the line. */
type Columns<E> = { readonly [P in keyof E]-?: Field<E[P]> };

/** Lines of several columns. */
function table<K extends keyof Manifest>(
  word: string,
  key: K,
  columns: Columns<EntryOf<K>>,
  check?: (entry: EntryOf<K>) => boolean,
): LineKind {
  const fields = Object.entries(columns) as [string, Field<unknown>][];
  const parse = (texts: readonly string[]): object => {
    if (texts.length !== fields.length)
      return { refused: `the line ${word} has ${texts.length + 1} fields instead of ${fields.length + 1}` };
    const entry: Record<string, unknown> = {};
    for (const [index, [name, field]] of fields.entries()) {
      const value = field.parse(texts[index]!);
      if (isRefusal(value)) return value;
      if (value !== undefined) entry[name] = value;
    }
    if (check?.(entry as EntryOf<K>) === false) return { refused: `the columns of the line ${word} do not go together` };
    return entry;
  };
  const print = (entry: EntryOf<K>) => {
    const texts = fields.map(([name, field]) => field.print((entry as Record<string, unknown>)[name]));
    const back = parse(texts);
    return isRefusal(back) ? back : [word, ...texts].join("\t");
  };
  return { word, key, parse, print: (manifest) => (manifest[key] as unknown as readonly EntryOf<K>[]).map(print) };
}

/** Lines of one column: the entry is the value itself. */
function single<K extends keyof Manifest>(word: string, key: K, field: Field<string>): LineKind {
  const parse = (texts: readonly string[]) =>
    texts.length === 1 ? field.parse(texts[0]!) : { refused: `the line ${word} has not one value` };
  const print = (value: string) => {
    const back = field.parse(field.print(value));
    return isRefusal(back) ? back : `${word}\t${value}`;
  };
  const values = (manifest: Manifest) => [manifest[key] ?? []].flat() as string[];
  return { word, key, parse, print: (manifest) => values(manifest).map(print) };
}

export const lineKinds: readonly LineKind[] = [
  single("machine", "machine", printable),
  single("hostname", "hostname", hostName),
  table("file", "files", { sha256: sha256Hex, mode: octalMode, path: relativePath }),
  table(
    "etc",
    "etc",
    {
      target: relativePath,
      kind: word("link", "copy"),
      mode: optional(octalMode),
      user: optional(accountName),
      group: optional(accountName),
      path: relativePath,
    },
    ({ kind, mode, user, group }) => [mode, user, group].every((value) => (value === undefined) === (kind === "link")),
  ),
  table("host", "hosts", { ip: ipAddress, names: separated(" ", hostName) }),
  table("unit", "units", { name: unitName, hash: unitHash, change: word("restart", "reload", "keep"), start: flag("start") }),
  table("wants", "wants", { target: unitName, unit: unitName, kind: word("wants", "requires") }),
  single("package", "packages", debianPackage),
  table("group", "groups", { name: accountName, gid: optional(wholeNumber), kind: word("system", "normal") }),
  table("user", "users", {
    name: accountName,
    uid: optional(wholeNumber),
    group: accountName,
    home: optional(absolutePath),
    shell: optional(absolutePath),
    kind: word("system", "normal"),
    extraGroups: optional(separated(",", accountName)),
    createHome: flag("createHome"),
    description: optional(printable),
  }),
  single("tmpfiles", "tmpfiles", relativePath),
  single("sysctl", "sysctl", relativePath),
  table("health", "health", { name: plainName, timeoutSeconds: wholeNumber, path: relativePath }),
  table("state", "state", { directory: absolutePath, unit: unitName }),
];
