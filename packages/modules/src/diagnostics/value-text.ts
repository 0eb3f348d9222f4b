/** Values and option paths as messages show them: short, on one line, without computing a value. */

import { tagOf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";

const identifier = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/;
const keywords = new Set(["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"]);
const placeholder = /^(\*|<.*>)$/s;

/**
 * An option path as text; parts that are not identifiers are quoted, so that the text names exactly one option.
 *
 * @example
 * showPath(["a", "b.c", "d"]); // => 'a."b.c".d'
 */
export function showPath(path: readonly string[]): string {
  return path.map(showPart).join(".");
}

function showPart(part: string): string {
  const plain = (identifier.test(part) && !keywords.has(part)) || placeholder.test(part);
  return plain ? part : JSON.stringify(part).replaceAll("$", String.raw`\$`);
}

/**
 * A value on one line, shortened to about `width` characters. Properties that would have to be computed are shown as
 * `…`.
 *
 * @example
 * showValue({ port: 80, names: ["a", "b"] }); // => '{ port: 80, names: ["a", "b"] }'
 */
export function showValue(value: unknown, width = 72): string {
  let text: string;
  try {
    text = show(value, width, 0);
  } catch {
    // A proxy or a getter may throw.
    return "something that cannot be looked at";
  }
  return text.length <= width ? text : `${text.slice(0, width - 1).trimEnd()}…`;
}

const deepest = 6;

function show(value: unknown, width: number, depth: number): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  if (depth >= deepest) return "…";
  if (Array.isArray(value)) return showItems("[", value, "]", width, depth, () => "");
  if (!isPlainObject(value)) return kindOf(value);
  if ("~option" in value) return `option(${descriptionOf((value as { readonly type?: unknown }).type)})`;
  if ("_type" in value && value._type === "option-type") return `the type ${descriptionOf(value)}`;
  const wrapper = "_type" in value ? showWrapper(value as unknown as Wrapper, width, depth) : undefined;
  return wrapper ?? showItems("{ ", value, " }", width, depth, (key) => `${showKey(key)}: `);
}

function showItems(
  open: string,
  value: object,
  close: string,
  width: number,
  depth: number,
  label: (key: string) => string,
): string {
  const parts: string[] = [];
  let length = 0;
  for (const key of Object.keys(value)) {
    if (length > width) {
      parts.push("…");
      break;
    }
    const property = Object.getOwnPropertyDescriptor(value, key);
    const part =
      label(key) + (property !== undefined && "value" in property ? show(property.value, width, depth + 1) : "…");
    parts.push(part);
    length += part.length + 2;
  }
  return parts.length === 0 ? (open + close).replaceAll(" ", "") : open + parts.join(", ") + close;
}

const descriptionOf = (type: unknown): string =>
  String((type as { readonly description?: unknown } | undefined)?.description ?? "");

const showKey = (key: string): string => (/^[a-zA-Z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));

interface Wrapper {
  readonly _type: unknown;
  readonly content?: unknown;
  readonly contents?: unknown;
  readonly priority?: unknown;
}

const names: Readonly<Record<string, string>> = {
  "override 50": "mkForce",
  "override 1000": "mkDefault",
  "override 1500": "mkOptionDefault",
  "order 500": "mkBefore",
  "order 1500": "mkAfter",
};

/** `mkForce(9)` reads better than its plain form `{ _type: "override", priority: 50, content: 9 }`. */
function showWrapper(value: Wrapper, width: number, depth: number): string | undefined {
  const inner = (): string => show(value.content, width, depth + 1);
  const named = typeof value._type === "string" ? names[`${value._type} ${String(value.priority)}`] : undefined;
  if (named !== undefined) return `${named}(${inner()})`;
  if (value._type === "override") return `mkOverride(${String(value.priority)}, ${inner()})`;
  if (value._type === "order") return `mkOrder(${String(value.priority)}, ${inner()})`;
  if (value._type === "if") return `mkIf(…, ${inner()})`;
  if (value._type === "merge") return `mkMerge(${show(value.contents, width, depth + 1)})`;
  return value._type === "lazy" ? "lazy(…)" : undefined;
}

/**
 * Names the kind of a value in words: "a string", "null", "a list".
 *
 * @example
 * kindOf([80]); // => "a list"
 * kindOf(1.5); // => "a number"
 */
export function kindOf(value: unknown): string {
  try {
    return kind(value);
  } catch {
    return "something that cannot be looked at";
  }
}

function kind(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  if (tagOf(value) === "option-type") return "a type";
  if (value instanceof Promise) return "a promise";
  if (typeof value === "object" && "~option" in value) return "an option";
  if (typeof value === "object" && !isPlainObject(value))
    return `an instance of ${value.constructor?.name ?? "a class"}`;
  const kinds: Record<string, string> = {
    string: "a string",
    boolean: "a boolean",
    function: "a function",
    object: "an object",
    number: Number.isInteger(value) ? "an integer" : "a number",
  };
  return kinds[typeof value] ?? `a ${typeof value}`;
}
