/**
 * Merges trees of options and indexes their names, once for each combination of trees; all evaluations share the
 * result.
 */
import { diagnose } from "../diagnostics/diagnostic-kind.ts";
import { conflictingDeclarations, invalidDeclaration } from "../diagnostics/kinds.ts";
import { kindOf, showPath } from "../diagnostics/value-text.ts";
import type { Site } from "../model/site.ts";
import { tagOf } from "../merge/wrapper-tag.ts";
import { isPlainObject } from "../merge/value.ts";
import { isOption } from "./option.ts";
import type { OptionTree } from "../model/option.ts";
import { mergeDeclarations } from "./declared-option.ts";
import type { Declared, DeclaredGroup, DeclaredProblem, DeclaredTree } from "../model/declaration.ts";

interface Prepared {
  group?: DeclaredGroup;
  readonly next: WeakMap<object, Prepared>;
}

const root: Prepared = { next: new WeakMap() };

/** Merges these trees, in nixpkgs' order: trees of later modules come first. */
export function prepare(trees: readonly DeclaredTree[]): DeclaredGroup {
  let known = root;
  for (const { tree } of trees) {
    let next = known.next.get(tree);
    if (next === undefined) known.next.set(tree, (next = { next: new WeakMap() }));
    known = next;
  }
  return (known.group ??= mergeTrees(trees));
}

function mergeTrees(trees: readonly DeclaredTree[]): DeclaredGroup {
  const index = new Map<string, number>();
  const entries: Entry[][] = [];
  for (const { tree, site } of trees) {
    for (const name of Object.keys(tree)) {
      const entry = { declared: tree[name], site };
      const position = index.get(name);
      if (position !== undefined) entries[position]!.push(entry);
      else index.set(name, entries.push([entry]) - 1);
    }
  }
  const names = [...index.keys()];
  const children = entries.map(mergeDeclared);
  const problems: DeclaredProblem[] = [];
  children.forEach((child, position) => {
    const found = child.kind === "group" ? child.problems : child.kind === "problem" ? [child] : none;
    for (const problem of found) problems.push(below(names[position]!, problem));
  });
  return { kind: "group", names, index, children, problems };
}

const none: readonly DeclaredProblem[] = [];

const below = (name: string, { problem }: DeclaredProblem): DeclaredProblem => ({
  kind: "problem",
  problem: (path) => problem([...path, name]),
});

type Entry = { readonly declared: unknown; readonly site: Site };

function mergeDeclared(entries: readonly Entry[]): Declared {
  const [first] = entries;
  if (entries.length === 1 && isOption(first!.declared))
    return mergeDeclarations(entries as Parameters<typeof mergeDeclarations>[0]);
  const wrong = entries.find(
    ({ declared }) => !isOption(declared) && (!isPlainObject(declared) || tagOf(declared) !== undefined),
  );
  if (wrong !== undefined) return invalid(wrong);
  const options = entries.filter(({ declared }) => isOption(declared));
  if (options.length === 0)
    return prepare(entries.map(({ declared, site }) => ({ tree: declared as OptionTree, site })));
  if (options.length === entries.length) return mergeDeclarations(options as Parameters<typeof mergeDeclarations>[0]);
  return mergeNested(entries, options);
}

/** Merges an option with options below it, which only submodules allow. */
function mergeNested(entries: readonly Entry[], options: readonly Entry[]): Declared {
  const types = options.map(({ declared }) => (isOption(declared) ? declared.type : undefined));
  const nested = types[0]?.typeOfNested;
  if (nested !== undefined && types.every((type) => type?.typeOfNested !== undefined)) {
    return mergeDeclarations(
      entries.map(({ declared, site }) => ({
        declared: isOption(declared) ? declared : { "~option": false, type: nested(declared as OptionTree, site) },
        site,
      })),
    );
  }
  const why = `it is an option (${types[0]?.words.one ?? "of any type"}), and there are options below it`;
  const marks = entries.map(({ site }) => ({ site }));
  return {
    kind: "problem",
    problem: (path) =>
      diagnose(conflictingDeclarations, { path: showPath(path), why }, { path: showPath(path), marks }),
  };
}

function invalid({ declared, site }: Entry): DeclaredProblem {
  const found = kindOf(declared);
  return {
    kind: "problem",
    problem: (path) =>
      diagnose(invalidDeclaration, { path: showPath(path), found }, { path: showPath(path), marks: [{ site }] }),
  };
}
