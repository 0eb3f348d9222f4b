/** How a table of differences is applied to definitions: only what it speaks of is looked at, everything else passes unchanged. */
import { diagnose, type Diagnostic, isPlainObject, showPath, type Site, tagOf } from "@troupe/modules";
import { noCounterpart } from "../diagnostics.ts";
import { meaning } from "../print/meaning.ts";

/** One difference between the portable vocabulary and a platform. */
export interface Difference {
  /** The option it is about; `*` is any name. */
  readonly option: string;
  /** What becomes of its definitions. */
  readonly becomes: string;
  /** Why it cannot stay as it is. */
  readonly why: string;
  /** Makes of a definition, without what it may be wrapped in, what the platform understands; undefined leaves it out. */
  readonly adapt?: (value: unknown, at: Place) => unknown;
  /** True if the platform has nothing like it: whoever defines it is told. */
  readonly isMissing?: boolean;
}

/** Where a definition stands, and who wants to know what is wrong with it. */
export interface Place {
  readonly platform: string;
  readonly path: readonly string[];
  readonly site: Site;
  readonly report: (diagnostic: Diagnostic) => void;
}

/** A table in the form in which it is applied. */
export interface Rules {
  readonly difference?: Difference | undefined;
  readonly below: ReadonlyMap<string, Rules>;
}

/** A table as rules. */
export function rulesOf(table: readonly Difference[]): Rules {
  const root: MutableRules = { below: new Map() };
  for (const difference of table) {
    let rules = root;
    for (const name of difference.option.split(".")) {
      const next: MutableRules = rules.below.get(name) ?? { below: new Map() };
      rules.below.set(name, next);
      rules = next;
    }
    rules.difference = difference;
  }
  return root;
}

interface MutableRules extends Rules {
  difference?: Difference;
  readonly below: Map<string, MutableRules>;
}

/** Definitions as a platform understands them; undefined if nothing of them is left. */
export function adapt(rules: Rules, written: unknown, at: Place): unknown {
  const value = meaning(written);
  switch (tagOf(value)) {
    case "merge":
      return adaptMerge(rules, value as { readonly contents: readonly unknown[] }, at);
    case "if":
    case "order":
    case "override":
      return adaptWrapped(rules, value as { readonly content: unknown; readonly priority?: number }, at);
    case undefined:
      return value === undefined ? undefined : adaptPlain(rules, value, at);
    default:
      return value;
  }
}

function adaptMerge(rules: Rules, merge: { readonly contents: readonly unknown[] }, at: Place): unknown {
  const contents = merge.contents.map((each) => adapt(rules, each, at)).filter((each) => each !== undefined);
  return contents.length === 0 ? undefined : { ...merge, contents };
}

function adaptWrapped(rules: Rules, wrapper: { readonly content: unknown; readonly priority?: number }, at: Place): unknown {
  const content = adapt(rules, wrapper.content, at);
  if (content !== undefined) return content === wrapper.content ? wrapper : { ...wrapper, content };
  // What is left out cannot win over others.
  if (tagOf(wrapper) === "override" && wrapper.priority! < 100)
    reportMissing(at, "nothing can be forced to be what it would be without a definition");
  return undefined;
}

function adaptPlain({ difference, below }: Rules, written: unknown, at: Place): unknown {
  if (difference?.isMissing === true) {
    reportMissing(at, difference.why);
    return undefined;
  }
  const value = difference?.adapt === undefined ? written : difference.adapt(written, at);
  if (below.size === 0 || !isPlainObject(value)) return value;
  let changed: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const rules = below.get(name) ?? below.get("*");
    if (rules === undefined) continue;
    const adapted = adapt(rules, value[name], { ...at, path: [...at.path, name] });
    if (adapted !== value[name]) (changed ??= { ...value })[name] = adapted;
  }
  return changed ?? value;
}

function reportMissing({ platform, path, site, report }: Place, why: string): void {
  report(diagnose(noCounterpart, { option: showPath(path), platform, why }, { path: showPath(path), marks: [{ site }] }));
}
