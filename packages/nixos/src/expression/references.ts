/** References to existing Nix: files of the project, and attributes of other flakes. */
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
 * Refers to a Nix file of the project, as a module or as a path. With `given`, the file holds a function that takes
 * these arguments and returns a module. Throws TRP3231 for a path that does not lead below the project's folder.
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
 * Refers to an attribute of another flake: a module, or any other value. With `given`, the attribute is a function that
 * takes these arguments. The project's `flake` declares the input.
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
  const selected = attribute.split(".").reduce(selection, root);
  return symbolic(given === undefined ? selected : application(selected, [given]));
}

function whyInvalid(path: string): string | undefined {
  if (!path.startsWith("./")) return "it does not begin with ./";
  const parts = path.slice(2).split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) return 'a part of it is empty, "." or ".."';
  return path.includes("\0") ? "it holds a NUL character" : undefined;
}

const isLiteral = (path: string): boolean => /^[\w.+/-]+$/.test(path);

/** The expression of a path in the folder of the flake. */
export function pathExpression(path: string): Expression {
  return {
    isModule: true,
    precedence: isLiteral(path) ? precedence.atom : precedence.any,
    write: (out) => {
      (out.paths ??= new Set()).add(path);
      if (isLiteral(path)) {
        out.text += `${out.toRoot}${path}`;
        return;
      }
      out.text += `${out.toRoot}. + `;
      out.value(out, `/${path}`, precedence.operand);
    },
  };
}

/** A list of paths that are relative to the written file and need no quotes. */
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
