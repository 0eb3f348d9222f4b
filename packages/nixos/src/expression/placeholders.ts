/** Placeholders in strings, for programs of packages and for Nix values between `${` and `}`. */
import { fail } from "@troupe/modules";
import { type PackageRef, renderPackageRefs } from "@troupe/vocabulary";
import { beginOf, placeholderMark, stablePlaceholders } from "@troupe/vocabulary/internal";
import { damagedValue, escapedValue } from "../diagnostics.ts";
import type { Expression, Output, Recording } from "../model/expression.ts";
import { expressionKey } from "./expression.ts";
import { currentRecording } from "./recording.ts";

/** A part of a string: text, or a value that the printer interpolates. */
export type Segment = string | SegmentValue | PackageRef;
/** A Nix value that {@link Output.value} writes. */
export interface SegmentValue {
  (): never;
  readonly [expressionKey]: Expression;
}

let made = 0;

/** Returns a placeholder for an expression, which the printer replaces. Throws TRP3205 outside of a recording. */
export function placeholderFor(expression: Expression): string {
  const recording = currentRecording();
  if (recording === undefined) return fail(escapedValue, { value: expression.path?.join(".") ?? "A Nix value" });
  // Numbers of one length sort in the order of their creation.
  const placeholder = `${begin}${(made++ % 0xffffffff).toString(16).padStart(8, "0")}@@`;
  (recording.placeholders ??= new Map()).set(placeholder, expression);
  return placeholder;
}

const mark = placeholderMark("nix");
const begin = beginOf("nix");
const placeholders = new RegExp(`${begin}[0-9a-f]{8}@@`, "g");
const damaged = new RegExp(`[^\\s"']*${mark}[^\\s"']*`, "i");
const anyPlaceholder = new RegExp(`${mark}|${placeholderMark("program")}`, "i");

/**
 * Splits a string at its placeholders. Throws TRP3204 for a damaged placeholder, TRP3205 for one of another recording.
 */
export function segments({ recording }: Output, text: string): readonly Segment[] {
  if (!anyPlaceholder.test(text)) return [text];
  const memoized = segmentsByText.get(text);
  if (memoized !== undefined) return memoized;
  const parts = splitText(recording, text);
  // A placeholder of a Nix value belongs to one recording, so only texts without one are memoized.
  if (!text.includes(begin)) memoize(text, parts);
  return parts;
}

/** The segments of texts with programs of packages, because machines have many of these texts in common. */
const segmentsByText = new Map<string, readonly Segment[]>();
const mostMemoized = 1000;

function memoize(text: string, parts: readonly Segment[]): void {
  if (segmentsByText.size >= mostMemoized) segmentsByText.clear();
  segmentsByText.set(text, parts);
}

function splitText(recording: Recording, text: string): readonly Segment[] {
  const values: Exclude<Segment, string>[] = [];
  // No string of Nix holds a NUL, so NUL can delimit the numbers of values.
  const numbered = (value: Exclude<Segment, string>) => `\0${values.push(value) - 1}\0`;
  const withPrograms = renderPackageRefs(text, (ref, program) => `${numbered(ref)}/bin/${program}`);
  const marked = withPrograms.replaceAll(placeholders, (placeholder) => {
    const expression = recording.placeholders?.get(placeholder);
    return expression === undefined
      ? fail(escapedValue, { value: "A Nix value in a text" })
      : numbered(segmentValue(expression));
  });
  const rest = damaged.exec(marked);
  if (rest !== null) fail(damagedValue, { found: stablePlaceholders(rest[0].replaceAll("\0", "")) });
  if (values.length === 0) return [text];
  return marked
    .split("\0")
    .map((part, index) => (index % 2 === 0 ? part : values[Number(part)]!))
    .filter((part) => part !== "");
}

const segmentValue = (expression: Expression): SegmentValue =>
  Object.assign(() => undefined as never, { [expressionKey]: expression });
