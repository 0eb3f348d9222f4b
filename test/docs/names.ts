/**
 * Which names an example may use without importing them: what its own file exports, the public names of its package,
 * and those of troupe.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Example, root } from "./find.ts";

/**
 * The import declarations that are implied, in one line: only what the code uses and neither imports nor declares
 * itself.
 */
export function impliedImports({ file, code }: Example): string {
  const text = code.join("\n");
  const taken = new Set(declaredNames(text));
  return sources(file)
    .flatMap(({ path, specifier }) => {
      const used = exportedNames(path).filter(
        ({ name }) => !taken.has(name) && new RegExp(String.raw`(?<![\w$])${name}(?![\w$])`).test(text),
      );
      for (const { name } of used) taken.add(name);
      if (used.length === 0) return [];
      return [
        `import { ${used.map(({ name, type }) => (type ? `type ${name}` : name)).join(", ")} } from "${specifier}";`,
      ];
    })
    .join(" ");
}

/** The files whose exports are in scope, and how they are imported. */
function sources(file: string): readonly { readonly path: string; readonly specifier: string }[] {
  const troupe = { path: "packages/troupe/src/index.ts", specifier: "troupe" };
  const folder = /^packages\/[^/]+/.exec(file)?.[0];
  if (folder === undefined) return [troupe];
  const { name } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as { name: string };
  const own = file.endsWith(".ts") ? [{ path: file, specifier: join(root, file) }] : [];
  const internal = { path: `${folder}/src/internal.ts`, specifier: `${name}/internal` };
  return [
    ...own,
    { path: `${folder}/src/index.ts`, specifier: name },
    ...(existsSync(join(root, internal.path)) ? [internal] : []),
    troupe,
  ];
}

interface ExportedName {
  readonly name: string;
  readonly type: boolean;
}

const known = new Map<string, readonly ExportedName[]>();

/** Returns the names that a file declares as exports or lists one by one. */
function exportedNames(path: string): readonly ExportedName[] {
  const before = known.get(path);
  if (before !== undefined) return before;
  const text = readFileSync(join(root, path), "utf8");
  const listed = [...text.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, type, list]) =>
    namesIn(list!).map((entry) => ({
      name: entry.replace(/^(?:type )?(?:\w+ as )?/, ""),
      type: type !== undefined || entry.startsWith("type "),
    })),
  );
  const declared = [...text.matchAll(/^export (?:async )?(const|function\*?|class|interface|type|\* as) (\w+)/gm)].map(
    ([, kind, name]) => ({
      name: name!,
      type: kind === "interface" || kind === "type",
    }),
  );
  const names = [...listed, ...declared];
  known.set(path, names);
  return names;
}

/** Returns the names that an example imports or declares. */
function declaredNames(text: string): readonly string[] {
  const imported = [...text.matchAll(/^import (?:type )?\{([^}]*)\}/gm)].flatMap(([, list]) =>
    namesIn(list!).map((entry) => entry.replace(/^(?:type )?(?:\w+ as )?/, "")),
  );
  return [
    ...imported,
    ...[...text.matchAll(/\b(?:const|let|function|class|interface|type) (\w+)/g)].map(([, name]) => name!),
  ];
}

const namesIn = (list: string): readonly string[] =>
  list
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
