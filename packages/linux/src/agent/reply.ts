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
  readonly version: number;
}

/** The first line of a reply, with its version. */
const header = /troupe-agent\t([0-9]{1,9})\n/;

/**
 * Parses a reply, from the first line of the agent script on: a login shell may print text before it, even without a
 * newline. Returns undefined for a text without that line, which another program wrote. The time is linear in the
 * length of the text.
 *
 * @example
 * const reply = parseReply("Welcome!\ntroupe-agent\t1\nunit\tkv.service\tactive\nend\tok\n");
 * reply?.all("unit"); // => [["kv.service", "active"]]
 * reply?.end; // => ["ok"]
 */
export function parseReply(text: string): AgentReply | undefined {
  const begin = header.exec(text);
  if (begin === null) return undefined;
  const lines = text.slice(begin.index + begin[0].length).split("\n");
  const byWord = new Map<string, ReplyFields[]>();
  let end: ReplyFields | undefined;
  // The last line has no newline only if the reply was cut off.
  for (const line of lines.slice(0, -1)) {
    const [word = "", ...fields] = line.split("\t");
    if (word === "end") end = fields;
    const sameWord = byWord.get(word);
    // Pushing keeps the time linear, because a machine may repeat a word in every line.
    if (sameWord === undefined) byWord.set(word, [fields]);
    else sameWord.push(fields);
  }
  return {
    all: (word) => byWord.get(word) ?? [],
    first: (word) => byWord.get(word)?.[0],
    end,
    version: Number(begin[1]),
  };
}
