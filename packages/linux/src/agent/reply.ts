/** The reply of the agent script: lines of tab-separated fields, the last of which begins with `end`. */

/** The fields of a line after its first word. */
export type ReplyFields = readonly string[];

/** A reply, its lines by first word. */
export interface AgentReply {
  /** Returns the fields of each line that begins with the word, in order. */
  readonly all: (word: string) => readonly ReplyFields[];
  /** Returns the fields of the first line that begins with the word. */
  readonly first: (word: string) => ReplyFields | undefined;
  /** The fields of the last line: ["pending", "30"]; undefined if the reply was cut off. */
  readonly end: ReplyFields | undefined;
}

/**
 * Parses a reply, from the first line of the agent script on: a login shell may print lines before it. Returns undefined for a text
 * without that line, which another program wrote.
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
  // The last line has no newline only if the reply was cut off.
  for (const line of lines.slice(begin + 1, -1)) {
    const [word = "", ...fields] = line.split("\t");
    if (word === "end") end = fields;
    byWord.set(word, [...(byWord.get(word) ?? []), fields]);
  }
  return { all: (word) => byWord.get(word) ?? [], first: (word) => byWord.get(word)?.[0], end };
}
