/**
 * The kinds of lines of a manifest: their words, their columns in order, and the list of {@link Manifest} that holds
 * their entries. `npm run shell` makes the functions of the agent script that read these lines from this table.
 */
import type { EntryOf, EtcEntry, GroupEntry, HealthEntry, Lists, Manifest, UserEntry } from "../model/manifest.ts";
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

/** A kind of line of a manifest. */
export interface LineKind<E = unknown> {
  /** The first field of the line. */
  readonly word: string;
  /** Names of the other fields. */
  readonly columns: readonly string[];
  /** The number of lines of the kind in a manifest. */
  readonly count: "one" | "optional" | "many";
  readonly print: (entry: E) => string | Refusal;
  readonly parse: (fields: readonly string[]) => E | Refusal;
  /** The value that no two lines of the kind share. Without it, only equal lines are refused. */
  readonly identity?: ((entry: E) => string) | undefined;
  /** The file of the generation's tree that the entry uses. */
  readonly treePath?: ((entry: E) => string) | undefined;
}

/** A field for each property, in the order of the line. */
type Columns<E> = { readonly [P in keyof E]-?: Field<E[P]> };

interface TableOptions<E> {
  readonly identity?: (entry: E) => string;
  readonly treePath?: (entry: E) => string;
  /** True for a line without its last column where that has no value. */
  readonly lastIsOmitted?: boolean;
  /** False for columns that contradict each other. */
  readonly check?: (entry: E) => boolean;
}

/** A kind of line with a column for each property of the entry. */
function table<E extends object>(
  word: string,
  columns: Columns<E>,
  { identity, treePath, lastIsOmitted = false, check }: TableOptions<E> = {},
): LineKind<E> {
  const fields = Object.entries(columns) as [string, Field<unknown>][];
  const parse = (written: readonly string[]): E | Refusal => {
    const texts = lastIsOmitted && written.length === fields.length - 1 ? [...written, "-"] : written;
    if (texts.length !== fields.length || (lastIsOmitted && written.at(-1) === "-"))
      return { refused: `the line ${word} has ${texts.length + 1} fields instead of ${fields.length + 1}` };
    const entry: Record<string, unknown> = {};
    for (const [index, [name, field]] of fields.entries()) {
      const value = field.parse(texts[index]!);
      if (isRefusal(value)) return value;
      if (value !== undefined) entry[name] = value;
    }
    if (check?.(entry as E) === false) return { refused: `the columns of the line ${word} do not go together` };
    return entry as E;
  };
  const print = (entry: E) => {
    const printed = fields.map(([name, field]) => field.print((entry as Record<string, unknown>)[name]));
    const texts = lastIsOmitted && printed.at(-1) === "-" ? printed.slice(0, -1) : printed;
    const parsed = parse(texts);
    return isRefusal(parsed) ? parsed : [word, ...texts].join("\t");
  };
  return { word, columns: fields.map(([name]) => name), count: "many", parse, print, identity, treePath };
}

/** A kind of line with a single column, whose value is the entry. */
function single(
  word: string,
  column: string,
  field: Field<string>,
  options: Partial<Pick<LineKind<string>, "count" | "treePath">> = {},
): LineKind<string> {
  const parse = (texts: readonly string[]) =>
    texts.length === 1 ? field.parse(texts[0]!) : { refused: `the line ${word} has not one value` };
  const print = (value: string) => {
    const parsed = field.parse(field.print(value));
    return isRefusal(parsed) ? parsed : `${word}\t${value}`;
  };
  return { word, columns: [column], count: "many", parse, print, ...options };
}

const ownPath = (path: string): string => path;

/** The lists of a manifest without entries. */
export function emptyLists(): { [K in keyof Lists]: Lists[K][] } {
  const keys = (Object.keys(lineKinds) as (keyof Manifest)[]).filter((key) => lineKinds[key].count === "many");
  return Object.fromEntries(keys.map((key) => [key, []])) as unknown as { [K in keyof Lists]: Lists[K][] };
}

/** The kinds by the list of the manifest that holds their entries. */
export const lineKinds: { readonly [K in keyof Required<Manifest>]: LineKind<EntryOf<K>> } = {
  machine: single("machine", "name", printable, { count: "one" }),
  hostname: single("hostname", "name", hostName, { count: "optional" }),
  files: table("file", { sha256: sha256Hex, mode: octalMode, path: relativePath }, { identity: ({ path }) => path }),
  etc: table<EtcEntry>(
    "etc",
    {
      target: relativePath,
      kind: word("link", "copy"),
      mode: optional(octalMode),
      user: optional(accountName),
      group: optional(accountName),
      path: relativePath,
    },
    {
      identity: ({ target }) => target,
      treePath: ({ path }) => path,
      check: ({ kind, mode, user, group }) =>
        [mode, user, group].every((value) => (value === undefined) === (kind === "link")),
    },
  ),
  hosts: table("host", { ip: ipAddress, names: separated(" ", hostName) }, { identity: ({ ip }) => ip }),
  units: table(
    "unit",
    { name: unitName, hash: unitHash, change: word("restart", "reload", "keep", "next-run"), start: flag("start") },
    { identity: ({ name }) => name },
  ),
  wants: table("wants", { target: unitName, unit: unitName, kind: word("wants", "requires") }),
  packages: single("package", "name", debianPackage),
  groups: table<GroupEntry>(
    "group",
    { name: accountName, gid: optional(wholeNumber), kind: word("system", "normal") },
    { identity: ({ name }) => name },
  ),
  users: table<UserEntry>(
    "user",
    {
      name: accountName,
      uid: optional(wholeNumber),
      group: accountName,
      home: optional(absolutePath),
      shell: optional(absolutePath),
      kind: word("system", "normal"),
      extraGroups: optional(separated(",", accountName)),
      createHome: flag("createHome"),
      description: optional(printable),
    },
    { identity: ({ name }) => name },
  ),
  tmpfiles: single("tmpfiles", "path", relativePath, { treePath: ownPath }),
  sysctl: single("sysctl", "path", relativePath, { treePath: ownPath }),
  health: table<HealthEntry>(
    "health",
    { name: plainName, timeoutSeconds: wholeNumber, path: relativePath, description: optional(printable) },
    { identity: ({ name }) => name, treePath: ({ path }) => path, lastIsOmitted: true },
  ),
  state: table("state", { directory: absolutePath, unit: unitName }),
};
