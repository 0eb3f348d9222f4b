/** Lists: a single element stands on one line if it fits, several elements below each other. */
import { precedence } from "../expression/expression.ts";
import type { Output } from "../model/expression.ts";
import { isConditional, resolveConditions } from "./conditions.ts";
import { fits, indented, mustBeFlat, newline } from "./layout.ts";

/** Writes a list. */
export function writeList(out: Output, list: readonly unknown[]): void {
  const items = list.some(isConditional)
    ? list.filter((item) => !isConditional(item) || resolveConditions(item) !== undefined)
    : list;
  if (items.length === 0) {
    out.text += "[ ]";
    return;
  }
  if (items.length === 1 ? fits(out, () => writeFlat(out, items)) : mustBeFlat(out)) {
    if (items.length > 1) writeFlat(out, items);
    return;
  }
  out.text += "[";
  indented(out, () => {
    for (let index = 0; index < items.length; index++) {
      newline(out);
      writeItem(out, items, index);
    }
  });
  newline(out);
  out.text += "]";
}

function writeFlat(out: Output, items: readonly unknown[]): void {
  out.text += "[";
  for (let index = 0; index < items.length; index++) {
    out.text += " ";
    writeItem(out, items, index);
  }
  out.text += " ]";
}

function writeItem(out: Output, items: readonly unknown[], index: number): void {
  out.path.push(String(index));
  out.value(out, items[index], precedence.atom);
  out.path.pop();
}
