/**
 * Users' functions as Nix functions: `(name, value) => …` is `name: value: …`, and `({ name }) => …` is
 * `{ name, ... }: …`.
 */
import { fail, type Site } from "@troupe/modules";
import { callSite } from "@troupe/modules/internal";
import { specialParameter } from "../diagnostics.ts";
import type { Expression, NixFunction, Output } from "../model/expression.ts";
import { newline } from "../printer/layout.ts";
import { isIdentifier } from "../printer/attribute-names.ts";
import { hasLines } from "../printer/strings.ts";
import { functionSource } from "./function-source.ts";
import { precedence } from "./expression.ts";
import { variable } from "./nodes.ts";
import { argument, type NixValue } from "./nix-value.ts";
import { attempt, isMisusing, refuseSource } from "./source-check.ts";
import { userMarks } from "./user-code.ts";

type UserFunction = (...given: readonly unknown[]) => unknown;

/** Names that have a meaning in every module, so that no parameter may have them. */
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

/**
 * Returns the Nix function that a user's function stands for. Throws TRP3201, TRP3206, TRP3207 and TRP3208 when it is
 * written.
 */
export function functionExpression(subject: UserFunction): Expression {
  return {
    precedence: precedence.any,
    // An opening parenthesis can begin on any line.
    hugs: (out, demanded) => demanded === precedence.atom || hugsBody(out, make(out, subject)),
    standsAlone: (out) => !hugsBody(out, make(out, subject)),
    write: (out) => writeMade(out, make(out, subject)),
  };
}

function make(out: Output, subject: UserFunction): NixFunction {
  const functions = (out.recording.functions ??= new Map());
  const recorded = functions.get(subject);
  if (recorded !== undefined) return recorded;
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
  if (isMisusing(source)) {
    // The function's place in its file is known once the function reads an argument.
    attempt(() => subject(...given));
    refuseSource(source, place);
  }
  const body = subject(...given);
  const made: NixFunction = { header, bound, body };
  functions.set(subject, made);
  return made;
}

/** Returns the argument of a function that destructures its argument. `read` returns the value of each name. */
export function formalArguments(read: (name: string, where: () => Site) => NixValue): NixValue {
  const get = (_: object, name: string | symbol): unknown =>
    typeof name === "symbol" ? undefined : read(name, () => callSite(get));
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
  const outer = bound.map(({ name }) => meanings.get(name));
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
    const binder = outer[index];
    if (binder === undefined) meanings.delete(name);
    else meanings.set(name, binder);
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

/** Returns `{ lib, pkgs, ... }:`, with one name a line for more than two names. */
export function formalsText(names: readonly string[], indent: string): string {
  if (names.length <= 2) return formalsLine(names);
  const inner = `\n${indent}  `;
  return `{${names.map((name) => `${inner}${name},`).join("")}${inner}...\n${indent}}:`;
}
