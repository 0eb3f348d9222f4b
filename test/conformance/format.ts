/** The format of conformance cases, and comparing an outcome with the expected one. */

/** One case. `input` depends on the kind of cases. */
export interface Case<Input = unknown> {
  readonly name: string;
  readonly input: Input;
  readonly expected: Expected;
}

/** The value a case must have, or the category of the error it must fail with. */
export type Expected = ExpectedValue | ExpectedError;

export interface ExpectedValue {
  readonly ok: unknown;
  readonly warnings?: readonly unknown[];
}

export interface ExpectedError {
  readonly err: string;
  /** The path of the option that is to blame. */
  readonly option?: string;
  readonly message?: string;
}

/** What evaluating a case came to. */
export type Outcome =
  | { readonly ok: unknown; readonly warnings?: readonly unknown[] }
  | { readonly err: string; readonly option?: string | undefined; readonly message: string };

/** The difference between the expected outcome and the actual one, as text; undefined if there is none. */
export function difference(expected: Expected, actual: Outcome): string | undefined {
  if ("err" in expected) {
    if (!("err" in actual)) return `expected ${describe(expected)}, got the value ${short(actual.ok)}`;
    const same = actual.err === expected.err && (expected.option === undefined || expected.option === actual.option);
    return same ? undefined : `expected ${describe(expected)}, got ${describe(actual)}: ${firstLine(actual.message)}`;
  }
  if ("err" in actual) return `expected a value, got ${describe(actual)}: ${firstLine(actual.message)}`;
  return (
    differentValues(expected.ok, actual.ok, []) ?? differentWarnings(expected.warnings ?? [], actual.warnings ?? [])
  );
}

const describe = ({ err, option }: { readonly err: string; readonly option?: string | undefined }): string =>
  option === undefined ? `the error ${err}` : `the error ${err} at ${option}`;

const firstLine = (message: string): string => message.split("\n", 1)[0]!;

/** The first place where two values differ. */
function differentValues(expected: unknown, actual: unknown, path: readonly string[]): string | undefined {
  const [left, right] = [keysOf(expected), keysOf(actual)];
  if (left === undefined || right === undefined || Array.isArray(expected) !== Array.isArray(actual)) {
    return text(expected) === text(actual) ? undefined : mismatch(path, short(expected), short(actual));
  }
  if (left.join("\0") !== right.join("\0"))
    return mismatch(path, `the names ${left.join(" ")}`, `the names ${right.join(" ")}`);
  for (const key of left) {
    const below = differentValues((expected as Values)[key], (actual as Values)[key], [...path, key]);
    if (below !== undefined) return below;
  }
  return undefined;
}

type Values = Readonly<Record<string, unknown>>;

const keysOf = (value: unknown): readonly string[] | undefined =>
  typeof value === "object" && value !== null ? Object.keys(value).toSorted() : undefined;

const mismatch = (path: readonly string[], expected: string, actual: string): string =>
  `${path.length === 0 ? "" : `at ${path.join(".")}: `}expected ${expected}, got ${actual}`;

function differentWarnings(expected: readonly unknown[], actual: readonly unknown[]): string | undefined {
  const [left, right] = [expected, actual].map((all) => all.map(text).toSorted().join(" "));
  return left === right ? undefined : `expected the warnings ${left}, got ${right}`;
}

const short = (value: unknown): string => {
  const whole = text(value);
  return whole.length > 200 ? `${whole.slice(0, 200)}…` : whole;
};

/** JSON with sorted keys. */
function text(value: unknown): string {
  const sorted = (_: string, part: unknown): unknown => {
    const keys = Array.isArray(part) ? undefined : keysOf(part);
    return keys === undefined ? part : Object.fromEntries(keys.map((key) => [key, (part as Values)[key]]));
  };
  return JSON.stringify(value, sorted) ?? "undefined";
}
