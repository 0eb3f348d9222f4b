/** How a table of differences is applied to definitions: only what it speaks of is looked at, everything else passes unchanged. */
import { diagnose, type Diagnostic, isPlainObject, showPath, type Site } from "@troupe/modules";
import { tagOf } from "@troupe/modules/internal";
import { noCounterpart, priorityOfWhole } from "../diagnostics.ts";
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
  /** True if the platform defines it too: a priority for all of it would be one over the platform's own. */
  readonly isShared?: boolean;
  /** True if the platform has nothing like it: whoever defines it is told. */
  readonly isMissing?: boolean;
}

/** Where a definition stands, and who wants to know what is wrong with it. */
export interface Place {
  readonly platform: string;
  /** The names that lead there. It changes while definitions are gone through. */
  readonly path: string[];
  readonly site: Site;
  /** The whole configuration, evaluated. */
  readonly config: unknown;
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

/**
 * Definitions as a platform understands them; undefined if nothing of them is left. `priority` is that of all of it, if it has one.
 */
export function adapt(rules: Rules, written: unknown, at: Place, priority?: number): unknown {
  const value = meaning(written);
  switch (tagOf(value)) {
    case "merge":
      return adaptMerge(rules, value as { readonly contents: readonly unknown[] }, at, priority);
    case "if":
    case "order":
      return adaptWrapped(rules, value as Wrapper, at, priority);
    case "override":
      // Of several priorities the outermost counts.
      return adaptWrapped(rules, value as Wrapper, at, priority ?? (value as Wrapper).priority);
    case undefined:
      return value === undefined ? undefined : adaptPlain(rules, value, at, priority);
    default:
      return value;
  }
}

interface Wrapper {
  readonly content: unknown;
  readonly priority?: number;
}

function adaptMerge(rules: Rules, merge: { readonly contents: readonly unknown[] }, at: Place, priority: number | undefined): unknown {
  const contents = merge.contents.map((each) => adapt(rules, each, at, priority)).filter((each) => each !== undefined);
  return contents.length === 0 ? undefined : { ...merge, contents };
}

function adaptWrapped(rules: Rules, wrapper: Wrapper, at: Place, priority: number | undefined): unknown {
  const content = adapt(rules, wrapper.content, at, priority);
  if (content === undefined) return undefined;
  return content === wrapper.content ? wrapper : { ...wrapper, content };
}

function adaptPlain({ difference, below }: Rules, written: unknown, at: Place, priority: number | undefined): unknown {
  if (difference?.isMissing === true) {
    reportMissing(at, difference.why);
    return undefined;
  }
  const isShared = difference?.isShared === true;
  if (isShared && priority !== undefined && priority !== plainPriority) reportPriority(at, priority);
  const value = difference?.adapt === undefined ? written : difference.adapt(written, at);
  if (below.size === 0 || !isPlainObject(value)) return value;
  let changed: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const rules = below.get(name) ?? below.get("*");
    if (rules === undefined) continue;
    at.path.push(name);
    const adapted = adapt(rules, value[name], at, isShared ? undefined : priority);
    at.path.pop();
    if (adapted !== value[name]) (changed ??= { ...value })[name] = adapted;
  }
  return changed ?? value;
}

/** For options that are null where NixOS has no definition: if null wins here, nobody defines anything there. */
export function leftOutIfNull(value: unknown, { config, path }: Place): unknown {
  const wins = path.reduce((within, name) => (within as Readonly<Record<string, unknown>> | undefined)?.[name], config);
  return value === null || wins === null ? undefined : value;
}

const plainPriority = 100;

function reportPriority({ platform, path, site, report }: Place, priority: number): void {
  report(diagnose(priorityOfWhole, { option: showPath(path), platform, priority }, { path: showPath(path), marks: [{ site }] }));
}

function reportMissing({ platform, path, site, report }: Place, why: string): void {
  report(diagnose(noCounterpart, { option: showPath(path), platform, why }, { path: showPath(path), marks: [{ site }] }));
}
