/** What stands in texts for values that only NixOS knows: programs of packages, and Nix values between `${` and `}`. */
import { fail } from "@troupe/modules";
import { type PackageRef, renderPackageRefs } from "@troupe/vocabulary";
import { damagedValue, escapedValue } from "../diagnostics.ts";
import type { Expression, Output, Recording } from "../model/expression.ts";
import { expressionKey } from "./expression.ts";
import { currentRecording } from "./recording.ts";

/** Text as it stands, or a value that is interpolated. */
export type Segment = string | SegmentValue | PackageRef;
/** Something with an expression, as {@link Output.value} takes it. */
export interface SegmentValue {
  (): never;
  readonly [expressionKey]: Expression;
}

let made = 0;

/** Text that stands for a value until the text is printed. It has a meaning only within what is being recorded. */
export function placeholderFor(expression: Expression): string {
  const recording = currentRecording();
  if (recording === undefined) return fail(escapedValue, { value: expression.path?.join(".") ?? "A Nix value" });
  // Numbers of one length sort as they were made.
  const placeholder = `@@troupe-nix:${(made++ % 0xffffffff).toString(16).padStart(8, "0")}@@`;
  (recording.placeholders ??= new Map()).set(placeholder, expression);
  return placeholder;
}

const placeholders = /@@troupe-nix:[0-9a-f]{8}@@/g;
const damaged = /@@troupe|(?:nix|program):[^\s@]*@@|troupe-(?:nix|program):/i;

/** A text as what stands in it, in turn. */
export function segments({ recording }: Output, text: string): readonly Segment[] {
  if (!text.includes("@@") && !text.includes("troupe-")) return [text];
  const before = known.get(text);
  if (before !== undefined) return before;
  const found = takeApart(recording, text);
  // What stands for a Nix value means something in one recording alone.
  if (!text.includes("@@troupe-nix:")) remember(text, found);
  return found;
}

/** Texts with programs of packages: machines have many in common. */
const known = new Map<string, readonly Segment[]>();
const mostKnown = 1000;

function remember(text: string, found: readonly Segment[]): void {
  if (known.size >= mostKnown) known.clear();
  known.set(text, found);
}

function takeApart(recording: Recording, text: string): readonly Segment[] {
  const values: Exclude<Segment, string>[] = [];
  // NUL is in no text of Nix, so it can mark places.
  const mark = (value: Exclude<Segment, string>) => `\0${values.push(value) - 1}\0`;
  const withPrograms = renderPackageRefs(text, (ref, program) => `${mark(ref)}/bin/${program}`);
  const marked = withPrograms.replaceAll(placeholders, (placeholder) => {
    const expression = recording.placeholders?.get(placeholder);
    return expression === undefined ? fail(escapedValue, { value: "A Nix value in a text" }) : mark(segmentValue(expression));
  });
  const found = damaged.exec(marked);
  if (found !== null) fail(damagedValue, { found: marked.replaceAll("\0", "").slice(found.index, found.index + 40) });
  if (values.length === 0) return [text];
  return marked
    .split("\0")
    .map((part, index) => (index % 2 === 0 ? part : values[Number(part)]!))
    .filter((part) => part !== "");
}

const segmentValue = (expression: Expression): SegmentValue => Object.assign(() => undefined as never, { [expressionKey]: expression });
