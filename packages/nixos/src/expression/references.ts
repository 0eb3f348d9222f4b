/** Nix that exists already: files of the project, and what other flakes offer. */
import { fail } from "@troupe/modules";
import { invalidNixPath } from "../diagnostics.ts";
import type { Expression } from "../model/expression.ts";
import { indented, mustBeFlat, newline } from "../printer/layout.ts";
import { precedence, valueOf } from "./expression.ts";
import { application, moduleArgument, selection } from "./nodes.ts";
import { type NixValue, symbolic } from "./nix-value.ts";

const importApply = selection(selection(moduleArgument("lib"), "modules"), "importApply");
const inputs = moduleArgument("inputs");

/**
 * A file of the project: as a module, or wherever a path is expected. With arguments the file holds a function that takes them and
 * returns a module. Throws TRP3231 for what is no path below the project's folder.
 *
 * @example
 * printNix({ imports: [nixFile("./modules/web.nix"), nixFile("./modules/site.nix", { domain: "home.arpa" })] });
 * // => '{\n  imports = [\n    ./modules/web.nix\n    (lib.modules.importApply ./modules/site.nix { domain = "home.arpa"; })\n  ];\n}'
 */
export function nixFile(path: string, given?: object): NixValue {
  const why = whyInvalid(path);
  if (why !== undefined) fail(invalidNixPath, { path, why });
  const file = symbolic(pathExpression(path.slice(2)));
  return given === undefined ? file : symbolic({ ...application(importApply, [file, given]), isModule: true });
}

/**
 * What another flake offers: a module, or any other value. With arguments it is a function that takes them. The input itself is declared
 * where the flake is made.
 *
 * @example
 * printNix({ imports: [flakeInput("sops-nix", "nixosModules.sops")] });
 * // => "{ imports = [ inputs.sops-nix.nixosModules.sops ]; }"
 */
export function flakeInput(input: string, attribute: string, given?: object): NixValue {
  const root: Expression = {
    ...selection(inputs, input),
    isModule: true,
    write: (out) => {
      (out.inputs ??= new Set()).add(input);
      selection(inputs, input).write(out);
    },
  };
  const found = attribute.split(".").reduce(selection, root);
  return symbolic(given === undefined ? found : application(found, [given]));
}

function whyInvalid(path: string): string | undefined {
  if (!path.startsWith("./")) return "it does not begin with ./";
  const parts = path.slice(2).split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return 'a part of it is empty, "." or ".."';
  return path.includes("\0") ? "it holds a NUL character" : undefined;
}

const isLiteral = (path: string): boolean => /^[\w.+/-]+$/.test(path);

export function pathExpression(path: string): Expression {
  return {
    isModule: true,
    precedence: isLiteral(path) ? precedence.atom : precedence.any,
    write: (out) => {
      if (isLiteral(path)) {
        out.text += `${out.toRoot}${path}`;
        return;
      }
      out.text += `${out.toRoot}. + `;
      out.value(out, `/${path}`, precedence.operand);
    },
  };
}

/** A list of files beside the one that is written, by paths that need no quotes. */
export const pathList = (paths: readonly string[]): object =>
  valueOf({
    precedence: precedence.atom,
    hugs: () => true,
    write: (out) => {
      const isFlat = paths.length <= 1 || mustBeFlat(out);
      out.text += "[";
      indented(out, () => {
        for (const path of paths) {
          if (isFlat) out.text += " ";
          else newline(out);
          out.text += path;
        }
      });
      if (isFlat) out.text += " ";
      else newline(out);
      out.text += "]";
    },
  });
