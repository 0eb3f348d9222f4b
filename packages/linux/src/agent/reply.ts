/** What the agent answers: lines of tab-separated fields, the last of which begins with `end`. */

/** One line after its first word. */
export type ReplyFields = readonly string[];

/** An answer, its lines by first word. */
export interface AgentReply {
  /** Fields of all lines that begin with the word, in order. */
  readonly all: (word: string) => readonly ReplyFields[];
  /** Fields of the first of them. */
  readonly first: (word: string) => ReplyFields | undefined;
  /** The last line: ["pending", "30"]; undefined where the answer was cut off. */
  readonly end: ReplyFields | undefined;
}

/**
 * Reads an answer. Anything before the agent's own first line, such as what a login shell prints, is left out; undefined where
 * there is no such line: whatever answered was not the agent.
 *
 * @example
 * const reply = parseReply("Welcome!\ntroupe-agent\t1\nunit\tkv.service\tactive\nend\tok\n");
 * reply?.all("unit"); // => [["kv.service", "active"]]
 * reply?.end; // => ["ok"]
 */
export function parseReply(text: string): AgentReply | undefined {
  const lines = text.split("\n");
  const begin = lines.indexOf("troupe-agent\t1");
  if (begin === -1) return undefined;
  const byWord = new Map<string, ReplyFields[]>();
  let end: ReplyFields | undefined;
  // The last line has no newline only if the answer was cut off.
  for (const line of lines.slice(begin + 1, -1)) {
    const [word = "", ...fields] = line.split("\t");
    if (word === "end") end = fields;
    byWord.set(word, [...(byWord.get(word) ?? []), fields]);
  }
  return { all: (word) => byWord.get(word) ?? [], first: (word) => byWord.get(word)?.[0], end };
}
