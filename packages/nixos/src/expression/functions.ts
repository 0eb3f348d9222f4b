/** Functions of the user's that become functions of Nix: `(name, value) => …` is `name: value: …`, `({ name }) => …` is `{ name, ... }: …`. */
import { fail, type Site } from "@troupe/modules";
import { callSite } from "@troupe/modules/internal";
import { misusedValue, specialParameter } from "../diagnostics.ts";
import type { Expression, NixFunction, Output } from "../model/expression.ts";
import { newline } from "../printer/layout.ts";
import { isIdentifier } from "../printer/attribute-names.ts";
import { hasLines } from "../printer/strings.ts";
import { functionSource, type FunctionSource } from "./function-source.ts";
import { precedence } from "./expression.ts";
import { variable } from "./nodes.ts";
import { argument, type NixValue } from "./nix-value.ts";
import { userMarks } from "./user-code.ts";

type UserFunction = (...given: readonly unknown[]) => unknown;

/** The names that mean something in every module. */
const reserved: ReadonlySet<string> = new Set([
  "lib",
  "pkgs",
  "config",
  "options",
  "builtins",
  "inputs",
  "true",
  "false",
  "null",
  "import",
  "throw",
  "abort",
  "map",
  "toString",
  "_",
]);

/** The function of Nix that a function of the user's stands for. */
export function functionExpression(subject: UserFunction): Expression {
  return {
    precedence: precedence.any,
    // Parentheses can always begin on the line.
    hugs: (out, demanded) => demanded === precedence.atom || hugsBody(out, make(out, subject)),
    standsAlone: (out) => !hugsBody(out, make(out, subject)),
    write: (out) => writeMade(out, make(out, subject)),
  };
}

/**
 * What is wrong with a function can only be seen in its source.
 * @throws TRP3201, TRP3207
 */
export function checkSource(source: FunctionSource, firstParameter: Site | undefined): void {
  const { misuse, parameters } = source;
  const special = parameters.find(({ isSpecial }) => isSpecial);
  if (special !== undefined)
    fail(specialParameter, { name: special.name ?? special.binds.join(", ") }, { marks: marksAt(source, 0, firstParameter) });
  if (misuse !== undefined) fail(misusedValue, misuse, { marks: marksAt(source, misuse.at, firstParameter) });
}

/** True for a source that {@link checkSource} refuses. */
export const isWrong = ({ misuse, parameters }: FunctionSource): boolean =>
  misuse !== undefined || parameters.some(({ isSpecial }) => isSpecial);

/** Runs something for what can be seen on the way. */
export function attempt(run: () => unknown): void {
  try {
    const made = run();
    if (made instanceof Promise) void made.catch(() => undefined);
  } catch {
    // What is wrong is known already.
  }
}

/** A place in a function's text as one in the user's file. */
function marksAt({ text, firstParameter }: FunctionSource, at: number, known: Site | undefined): readonly { readonly site: Site }[] {
  if (known?.line === undefined) return userMarks();
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
  return [{ site: { file: known.file, line: known.line + lineOf(at) - lineOf(firstParameter) } }];
}

function make(out: Output, subject: UserFunction): NixFunction {
  const functions = (out.recording.functions ??= new Map());
  const before = functions.get(subject);
  if (before !== undefined) return before;
  const source = functionSource(subject);
  const taken = new Set([...(out.bound?.keys() ?? []), ...reserved]);
  const header: (string | readonly string[])[] = [];
  const bound: { name: string; binder: object }[] = [];
  let place: Site | undefined;
  const given = source.parameters.map(({ name }): NixValue => {
    const binder = {};
    if (name === undefined) {
      const formals: string[] = [];
      header.push(formals);
      return formalArguments((formal, where) => {
        place ??= where();
        if (!formals.includes(formal)) {
          formals.push(formal);
          bound.push({ name: formal, binder });
        }
        return argument(variable(formal, binder));
      });
    }
    const free = freeName(name, taken);
    taken.add(free);
    header.push(free);
    bound.push({ name: free, binder });
    return argument(variable(free, binder));
  });
  if (given.length === 0) header.push("_");
  if (isWrong(source)) {
    // Where the function is in its file shows when it reads its arguments.
    attempt(() => subject(...given));
    checkSource(source, place);
  }
  const body = subject(...given);
  const made: NixFunction = { header, bound, body };
  functions.set(subject, made);
  return made;
}

/** What is given to a function that takes its argument apart. */
export function formalArguments(read: (name: string, where: () => Site) => NixValue): NixValue {
  const get = (_: object, name: string | symbol): unknown => (typeof name === "symbol" ? undefined : read(name, () => callSite(get)));
  const ownKeys = () => fail(specialParameter, { name: "..." }, { marks: userMarks() });
  return new Proxy({}, { get, ownKeys }) as NixValue;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (/^_+$/.test(wanted)) return "_";
  const legal = wanted.replaceAll(/[^\w]/g, "");
  let name = isIdentifier(legal) ? legal : `${legal === "" || /^\d/.test(legal) ? "x" : ""}${legal}'`;
  while (taken.has(name)) name += "'";
  return name;
}

function writeMade(out: Output, made: NixFunction): void {
  const { header, bound, body } = made;
  const meanings = (out.bound ??= new Map());
  const around = bound.map(({ name }) => meanings.get(name));
  for (const { name, binder } of bound) meanings.set(name, binder);
  const last = header.at(-1)!;
  for (const parameter of header) {
    if (typeof parameter === "string") out.text += `${parameter}:`;
    else writeFormals(out, parameter);
    if (parameter !== last) out.text += " ";
  }
  if (out.layout !== "lines" || hugsBody(out, made)) out.text += " ";
  else newline(out);
  out.value(out, body, precedence.any);
  bound.forEach(({ name }, index) => {
    const before = around[index];
    if (before === undefined) meanings.delete(name);
    else meanings.set(name, before);
  });
}

/** True if the lines of the body may begin on the line of the parameters. */
function hugsBody(out: Output, { header, body }: NixFunction): boolean {
  if (header.some((parameter) => typeof parameter !== "string")) return false;
  return typeof body === "string" ? !hasLines(body) : typeof body !== "function" && out.hugs(out, body, precedence.any);
}

function writeFormals(out: Output, names: readonly string[]): void {
  if (out.layout !== "lines") {
    out.text += formalsLine(names);
    return;
  }
  out.text += formalsText(names, out.indent);
  out.lineStart = out.text.lastIndexOf("\n") + 1;
}

const formalsLine = (names: readonly string[]): string => `{ ${[...names, "..."].join(", ")} }:`;

/** `{ lib, pkgs, ... }:`, one name a line if there are more than two. */
export function formalsText(names: readonly string[], indent: string): string {
  if (names.length <= 2) return formalsLine(names);
  const inner = `\n${indent}  `;
  return `{${names.map((name) => `${inner}${name},`).join("")}${inner}...\n${indent}}:`;
}
