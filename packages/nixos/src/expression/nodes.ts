/** Variables, selections and applications. Most recorded values are one of these. */
import { fail } from "@troupe/modules";
import { escapedArgument, shadowedArgument } from "../diagnostics.ts";
import type { Expression, Output } from "../model/expression.ts";
import { fits, indented, newline } from "../printer/layout.ts";
import { writeKey } from "../printer/attribute-names.ts";
import { precedence } from "./expression.ts";

/** An argument of the innermost module, such as `lib`. The printer declares the argument where it is used. */
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

/**
 * An argument of the outer module, as a user's function receives it. Throws TRP3207 inside a module that has an
 * argument of the same name.
 */
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

/**
 * A name that a user's function binds. Throws TRP3206 outside of that function, and TRP3207 where another function
 * binds the name.
 */
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
  // `f a` applied to `b` is `f a b`.
  if ("given" in called)
    return application((called as Application).called, [...(called as Application).given, ...given]);
  return {
    precedence: precedence.application,
    called,
    given,
    ...(called.isModule === true && { isModule: true }),
    // An opening parenthesis can begin on any line.
    hugs: (out, demanded) => demanded === precedence.atom || canBeInTurn(out, called, given),
    standsAlone: (out) => !canBeInTurn(out, called, given),
    write: (out) => {
      if (fits(out, () => writeInTurn(out, called, given)) || writeInTurn(out, called, given)) return;
      writeBelow(out, called, given);
    },
  };
}

/** Writes the function and as many arguments as fit on its line, and each further argument on a line of its own. */
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

/**
 * Writes the arguments one behind the other, of which one may have several lines. Returns false and writes nothing
 * where that is impossible.
 */
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
