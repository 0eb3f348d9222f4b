/** Variables, selections and applications: what most recorded values are. */
import { fail } from "@troupe/modules";
import { escapedArgument, shadowedArgument } from "../diagnostics.ts";
import type { Expression, Output } from "../model/expression.ts";
import { fits, indented, newline } from "../printer/layout.ts";
import { writeKey } from "../printer/attribute-names.ts";
import { precedence } from "./expression.ts";

/** An argument of the module itself, such as `lib`. It is declared where it is used. Of a module in a module, the inner one counts. */
export function moduleArgument(name: string): Expression {
  return {
    precedence: precedence.atom,
    path: [name],
    write: (out) => {
      if (out.bound?.has(name) !== true) out.used.add(name);
      out.text += name;
    },
  };
}

/** An argument of the module itself, as the user's function has it: never that of a module in the module. */
export function outerArgument(name: string): Expression {
  return {
    precedence: precedence.atom,
    path: [name],
    write: (out) => {
      if (out.bound?.has(name) === true) fail(shadowedArgument, { name });
      out.used.add(name);
      out.text += name;
    },
  };
}

/** What a function of the user's binds: its meaning is that of `binder` alone. */
export function variable(name: string, binder: object): Expression {
  return {
    precedence: precedence.atom,
    path: [name],
    write: (out) => {
      const meant = out.bound?.get(name);
      if (meant === undefined) fail(escapedArgument, { name });
      else if (meant !== binder) fail(shadowedArgument, { name });
      out.text += name;
    },
  };
}

/** `base.name` */
export function selection(base: Expression, name: string): Expression {
  return {
    precedence: precedence.atom,
    ...(base.path !== undefined && { path: [...base.path, name] }),
    ...(base.isModule === true && { isModule: true }),
    write: (out) => {
      writeAtom(out, base);
      out.text += ".";
      writeKey(out, name);
    },
  };
}

function writeAtom(out: Output, base: Expression): void {
  if (base.precedence === precedence.atom) return base.write(out);
  out.text += "(";
  base.write(out);
  out.text += ")";
}

interface Application extends Expression {
  readonly called: Expression;
  readonly given: readonly unknown[];
}

/** `called given …` */
export function application(called: Expression, given: readonly unknown[]): Application {
  // f a applied to b is f a b.
  if ("given" in called) return application((called as Application).called, [...(called as Application).given, ...given]);
  return {
    precedence: precedence.application,
    called,
    given,
    ...(called.isModule === true && { isModule: true }),
    // Parentheses can always begin on the line.
    hugs: (out, demanded) => demanded === precedence.atom || canBeInTurn(out, called, given),
    standsAlone: (out) => !canBeInTurn(out, called, given),
    write: (out) => {
      if (fits(out, () => writeInTurn(out, called, given)) || writeInTurn(out, called, given)) return;
      writeBelow(out, called, given);
    },
  };
}

/** Writes the first arguments behind what is called, as many as fit there, and each of the others on a line of its own. */
function writeBelow(out: Output, called: Expression, given: readonly unknown[]): void {
  writeAtom(out, called);
  let isBehind = true;
  indented(out, () => {
    for (const argument of given) {
      if (isBehind && fits(out, () => writeArgument(out, argument))) continue;
      isBehind = false;
      newline(out);
      out.value(out, argument, precedence.atom);
    }
  });
}

function canBeInTurn(out: Output, called: Expression, given: readonly unknown[]): boolean {
  const { text, lineStart } = out;
  const can = writeInTurn(out, called, given);
  out.text = text;
  out.lineStart = lineStart;
  return can;
}

/** Writes the arguments one behind the other, of which one may have several lines. Otherwise writes nothing. */
function writeInTurn(out: Output, called: Expression, given: readonly unknown[]): boolean {
  const { text, lineStart } = out;
  let isOneLine = true;
  let isGood = fits(out, () => writeAtom(out, called));
  for (const argument of given) {
    if (!isGood || fits(out, () => writeArgument(out, argument))) continue;
    isGood = isOneLine && out.hugs(out, argument, precedence.atom);
    isOneLine = false;
    if (isGood) writeArgument(out, argument);
  }
  if (isGood) return true;
  out.text = text;
  out.lineStart = lineStart;
  return false;
}

function writeArgument(out: Output, argument: unknown): void {
  out.text += " ";
  out.value(out, argument, precedence.atom);
}
