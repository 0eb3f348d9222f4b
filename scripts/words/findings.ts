/**
 * Finds sentences that STYLE.md warns of: openings without a subject, sentences without a word of the project, and
 * indefinite persons.
 */
import { commentsOf, type Passage, titlesOf } from "./comments.ts";

/**
 * - `opening`: the sentence begins with a pronoun or a question word.
 * - `subject`: the sentence contains no identifier of the code and no word of the glossary.
 * - `person`: the sentence speaks of nobody, somebody, whoever or everybody.
 * - `title`: the title of a test begins like an `opening`.
 */
export type FindingKind = "opening" | "subject" | "person" | "title";

export interface Finding {
  readonly line: number;
  readonly kinds: readonly FindingKind[];
  readonly sentence: string;
}

export interface FileReport {
  readonly file: string;
  /** The number of sentences and titles that were read. */
  readonly sentences: number;
  readonly findings: readonly Finding[];
}

const openings =
  /^(?:what|who|whoever|whose|whom|whatever|whichever|where|wherever|how|those|these|that|they|them|the same|the others?|others|it|one|ones|some|somebody|someone|something|nobody|no one|nothing|none|everybody|everyone|everything|anybody|anyone|anything|another)\b(?!-)/i;
const persons = /\b(?:nobody|somebody|someone|whoever|anybody|anyone|everybody|everyone)(?!')\b/i;

/** A docstring such as "Returns the first line." has the function as its subject. */
const describesFunction = /^[A-Z][a-z]+s (?:a|an|the|all|each|every|whether)\b/;

/** Returns the report on one file. `words` are those of the glossary. */
export function reportOf(file: string, source: string, words: readonly string[]): FileReport {
  const isTest = /\.test(?:-d)?\.ts$/.test(file);
  const comments = sentencesOf(isTest ? [] : commentsOf(file, source));
  const titles = isTest ? titlesOf(source) : [];
  const isKnown = knownWords(words, source);
  const findings = [
    ...comments.map(({ line, text }) => ({ line, sentence: text, kinds: kindsOf(text, isKnown) })),
    ...titles.map(({ line, text }) => ({
      line,
      sentence: text,
      kinds: openings.test(text) ? (["title"] as const) : [],
    })),
  ];
  return { file, sentences: findings.length, findings: findings.filter(({ kinds }) => kinds.length > 0) };
}

function kindsOf(sentence: string, isKnown: (sentence: string) => boolean): readonly FindingKind[] {
  const kinds: FindingKind[] = [];
  if (openings.test(sentence)) kinds.push("opening");
  if (!isKnown(sentence) && !describesFunction.test(sentence)) kinds.push("subject");
  if (persons.test(sentence)) kinds.push("person");
  return kinds;
}

/** Splits passages at paragraphs, list items, tags and the ends of sentences. Skips tables and drawings. */
export function sentencesOf(passages: readonly Passage[]): readonly Passage[] {
  return passages.flatMap((passage) =>
    paragraphs(passage).flatMap(({ line, text }) => {
      let begin = line;
      return text.split(/(?<=[.!?]['")`]?)(?=\s+[A-Z`"{])/).map((sentence) => {
        const lead = /^\s*/.exec(sentence)![0];
        const at = begin + lead.split("\n").length - 1;
        begin += sentence.split("\n").length - 1;
        return { line: at, text: sentence.replace(/\s+/g, " ").trim() };
      });
    }),
  );
}

function paragraphs({ line, text }: Passage): readonly Passage[] {
  const paragraphs: { line: number; lines: string[] }[] = [];
  let isOpen = false;
  text.split("\n").forEach((content, offset) => {
    const start = /^(?:\s*(?:[-*]|\d+\.)|@\w+) (.*)$/.exec(content);
    const isDrawing = /^\s*[|│┌└├]/.test(content) || /^(?: {2,}\S| *\S.* {3,}\S)/.test(content);
    const isText = content.trim() !== "" && !isDrawing;
    if (!isText || start !== null) isOpen = false;
    if (!isText) return;
    if (!isOpen) paragraphs.push({ line: line + offset, lines: [] });
    isOpen = true;
    paragraphs.at(-1)!.lines.push(start?.[1] ?? content);
  });
  return paragraphs
    .map(({ line, lines }) => ({ line, text: lines.join("\n") }))
    .filter(({ text }) => /\w+\s+\w+/.test(text));
}

/** Names that identify nothing, although code declares them. */
const emptyNames = new Set([
  "each",
  "every",
  "known",
  "found",
  "whole",
  "same",
  "other",
  "others",
  "that",
  "this",
  "what",
  "with",
  "from",
  "here",
  "there",
  "these",
  "those",
  "when",
  "then",
]);

/** Returns the test whether a sentence contains an identifier of the code or a word of the glossary. */
function knownWords(words: readonly string[], source: string): (sentence: string) => boolean {
  const declared = [
    ...source.matchAll(/\b(?:const|let|function\*?|class|interface|type|readonly) (\w{4,})|\b(\w{4,})\??: /g),
  ]
    .map(([, first, second]) => first ?? second!)
    .filter((name) => !emptyNames.has(name));
  const names = [...words, ...new Set(declared)].map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const listed = new RegExp(String.raw`(?<!\w)(?:${names.join("|")})(?:s|es|'s|s')?(?!\w)`, "i");
  return (sentence) => listed.test(sentence) || codeLike.test(sentence);
}

/**
 * Quoted code, camel case, snake case, capitals, calls, file names, codes of diagnostics, and names inside of a
 * sentence (`Nix`, `Debian`).
 */
const codeLike =
  /`[^`]+`|\b[a-z]+[A-Z]\w*|\b[A-Z]\w*[a-z]\w*[A-Z]\w*|\b\w+_\w+|\b[A-Z]{2,}\w*|\w\(|\w\.(?:ts|sh|md|json|nix)\b|(?<=[a-z,;] )[A-Z]\w+/;
