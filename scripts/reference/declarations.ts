/** The declarations of the library's public names, as the compiler writes them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const root = join(import.meta.dirname, "../..");
const packages = ["modules", "core", "vocabulary", "linux", "nixos", "troupe"] as const;

/** A public name with its docstring and signature. */
export interface Declaration {
  readonly name: string;
  /** The package that declares the name, by its folder. */
  readonly owner: string;
  readonly kind: "function" | "const" | "interface" | "type" | "class";
  /** The docstring without stars; empty where none is written. */
  readonly docstring: string;
  readonly signature: string;
}

/** Returns the declarations of all names that `packages/troupe/src/index.ts` exports, in the order of the exports. */
export function publicDeclarations(): readonly Declaration[] {
  const folder = mkdtempSync(join(tmpdir(), "troupe-declarations-"));
  try {
    emitDeclarations(folder);
    return exportedNames(folder, join(folder, "troupe/src/index.d.ts")).map(({ name, original, file }) =>
      declaration(folder, file, name, original),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function emitDeclarations(folder: string): void {
  const config = {
    extends: join(root, "packages/troupe/tsconfig.base.json"),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      outDir: folder,
      rootDir: join(root, "packages"),
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      customConditions: ["troupe-source"],
    },
    files: packages.map((name) => join(root, `packages/${name}/src/index.ts`)),
  };
  const file = join(folder, "tsconfig.json");
  writeFileSync(file, JSON.stringify(config));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", file, "--pretty", "false"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The compiler failed:\n${stdout}`);
}

interface ExportedName {
  readonly name: string;
  /** The name in its own file. */
  readonly original: string;
  readonly file: string;
}

/** Follows lists of exports to the files that declare the names. */
function exportedNames(folder: string, file: string): readonly ExportedName[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)";/gm)].flatMap(([, list, specifier]) => {
    const target = resolved(folder, file, specifier!);
    const lists = exportLists(target);
    return list!
      .split(",")
      .map((entry) => entry.trim().replace(/^type /, ""))
      .filter((entry) => entry !== "")
      .map((entry) => {
        const [original, name = original] = entry.split(" as ") as [string, string?];
        const further = lists ? exportedNames(folder, target).find((each) => each.name === original) : undefined;
        return { name, original: further?.original ?? original, file: further?.file ?? target };
      });
  });
}

const exportLists = (file: string): boolean => /^export (?:type )?\{[^}]*\} from /m.test(readFileSync(file, "utf8"));

function resolved(folder: string, file: string, specifier: string): string {
  const name = /^@troupe\/(\w+)$/.exec(specifier)?.[1];
  return name === undefined
    ? join(dirname(file), specifier.replace(/\.ts$/, ".d.ts"))
    : join(folder, `${name}/src/index.d.ts`);
}

function declaration(folder: string, file: string, name: string, original: string): Declaration {
  const text = readFileSync(file, "utf8");
  const start = new RegExp(
    String.raw`(?:/\*\*((?:(?!\*/)[^])*)\*/\n)?export (?:declare )?(?:abstract )?(function|const|interface|type|class) ${original}(?![\w$])`,
    "g",
  );
  const found = [...text.matchAll(start)];
  const [first] = found;
  if (first === undefined) throw new Error(`${file} does not declare ${original}`);
  const kind = first[2] as Declaration["kind"];
  const signatures = found.map((match) => {
    const begin = match.index + match[0].indexOf("export ", match[1]?.length ?? 0);
    return text
      .slice(begin, endOf(text, begin, kind))
      .replace(/^export (?:declare )?/, "")
      .replace(/import\("[^"]*"\)\./g, "")
      .replace(/^(?: {4})+/gm, (indentation) => " ".repeat(indentation.length / 2));
  });
  return {
    name,
    owner: file.slice(folder.length + 1).split("/")[0]!,
    kind,
    docstring: (first[1] ?? "").replace(/^\s*\*? ?/gm, "").trim(),
    signature: signatures.join("\n"),
  };
}

/**
 * Returns the end of a declaration: the closing brace of an interface or class, else the first semicolon outside of all
 * brackets.
 */
function endOf(text: string, begin: number, kind: Declaration["kind"]): number {
  const hasBody = kind === "interface" || kind === "class";
  const opening = hasBody ? "([{<" : "([{";
  const closing = hasBody ? ")]}>" : ")]}";
  let depth = 0;
  let isInBody = false;
  for (let at = begin; at < text.length; at++) {
    if (text.startsWith("/*", at)) at = text.indexOf("*/", at) + 1;
    else if (text[at] === '"') at = text.indexOf('"', at + 1);
    else if (text.startsWith("=>", at)) at++;
    else if (opening.includes(text[at]!)) {
      // A brace within the type parameters is not the body.
      if (text[at] === "{" && depth === 0) isInBody = true;
      depth++;
    } else if (closing.includes(text[at]!)) depth--;
    if (depth === 0 && (hasBody ? isInBody && text[at] === "}" : text[at] === ";")) return at + 1;
  }
  throw new Error(`A declaration does not end: ${text.slice(begin, begin + 80)}`);
}
