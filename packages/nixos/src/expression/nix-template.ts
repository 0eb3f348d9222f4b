/** `nix` templates: Nix expressions as text. */
import type { Expression, Output, Precedence } from "../model/expression.ts";
import { dedent } from "./indentation.ts";
import { precedence } from "./expression.ts";
import { moduleArgument } from "./nodes.ts";
import { mustBeFlat, newline } from "../printer/layout.ts";
import { type NixValue, symbolic } from "./nix-value.ts";

/**
 * Returns the Nix expression in a template. A value in `${…}` is any value, and stands in parentheses where the text
 * around demands them. Only Nix checks the text.
 *
 * @example
 * printNix({ port: nix`8000 + ${80}`, names: nix`map (n: n + "-x") ${["a"]}` });
 * // => '{\n  port = 8000 + 80;\n  names = map (n: n + "-x") [ "a" ];\n}'
 */
export function nix(strings: TemplateStringsArray, ...values: readonly unknown[]): NixValue {
  return symbolic(raw(dedent(strings.raw.map((text) => text.replaceAll("\\`", "`").replaceAll("\\${", "${"))), values));
}

const argumentNames = ["config", "inputs", "lib", "modulesPath", "options", "pkgs"] as const;
const module = new Map(argumentNames.map((name) => [name, moduleArgument(name)]));
const simple = /^(?:[a-zA-Z_][\w'-]*(?:\.[a-zA-Z_][\w'-]*)*|\d+(?:\.\d+)?|"[^"\\$]*"|\.{0,2}(?:\/[\w.+-]+)+)$/;

/** A path in the text of a template that leads to the folder of the flake, and down from there. */
const relativePath = /(?<![\w./-])(?:\.\.\/)+([\w.+-]+(?:\/[\w.+-]+)*)/g;

/** An expression that ends with a bracket may begin on the line of the equals sign. */
const closing = /(?:[)\]}]|'')$/;

function raw(strings: readonly string[], values: readonly unknown[]): Expression {
  const own = strings.join(" ");
  const isPlain = hasShortStrings(own);
  const isSimple = values.length === 0 && simple.test(own);
  return {
    precedence: isSimple ? precedence.atom : precedence.any,
    hugs: (_, demanded) => demanded === precedence.atom || closing.test(strings.at(-1)!),
    write: (out) => {
      // The text is not parsed, so a name in a string counts as well. An unused argument does no harm.
      for (const [name] of module) if (out.bound?.has(name) !== true && mentions(own, name)) out.used.add(name);
      for (const [, path] of own.matchAll(relativePath)) (out.paths ??= new Set()).add(path!);
      strings.forEach((text, index) => {
        writeLines(out, text, isPlain);
        if (index < values.length) out.value(out, values[index], demandedBetween(text, strings[index + 1]!));
      });
    },
  };
}

const mentions = (text: string, name: string): boolean =>
  text.includes(name) && new RegExp(`(?<![\\w'.-])${name}(?![\\w'-])`).test(text);

/** True if no string spans lines, because indentation would add blanks to such a string. */
const hasShortStrings = (text: string): boolean =>
  !text.includes("''") && text.split("\n").every((line) => line.split('"').length % 2 === 1);

function writeLines(out: Output, text: string, isPlain: boolean): void {
  text.split("\n").forEach((line, index) => {
    if (index > 0) {
      mustBeFlat(out);
      if (isPlain && line !== "") newline(out);
      else {
        out.text += "\n";
        out.lineStart = out.text.length;
      }
    }
    out.text += line;
  });
}

const operator = String.raw`\+\+|\/\/|&&|\|\||->|==|!=|<=|>=|[-+*/<>]`;
const operatorLeft = new RegExp(`(?:${operator})$`);
const operatorRight = new RegExp(`^(?:${operator})`);
/** Text to the left and to the right of a value that needs no parentheses. */
const openLeft = /(?:^|[({]|[^=!<>]=|\b(?:then|else|in|if|with|assert))$/;
const openRight = /^(?:$|[;)}]|(?:then|else)\b)/;

/** Returns the precedence that a value in a template needs between the texts on both sides. */
function demandedBetween(before: string, after: string): Precedence {
  const left = before.trimEnd();
  const right = after.trimStart();
  const isOpen = { left: openLeft.test(left), right: openRight.test(right) };
  if (isOpen.left && isOpen.right) return precedence.any;
  const isBounded = (isOpen.left || operatorLeft.test(left)) && (isOpen.right || operatorRight.test(right));
  return isBounded ? precedence.application : precedence.atom;
}
