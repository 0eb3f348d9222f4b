import fc from "fast-check";
import { expect, it } from "vitest";
import { agentCommand } from "./command.ts";
import { parseReply } from "./reply.ts";

it("leaves out what a login shell says", () => {
  const reply = parseReply("Welcome!\ntroupe-agent\t1\nmissing\tredis\nmissing\tnginx\nend\tok\n");
  expect(reply?.all("missing")).toEqual([["redis"], ["nginx"]]);
  expect(reply?.first("current")).toBeUndefined();
  expect(reply?.end).toEqual(["ok"]);
});

it("is found behind text without a newline", () => {
  expect(parseReply("\u001B]0;title\u0007troupe-agent\t1\nend\tok\n")?.end).toEqual(["ok"]);
});

// The limit ends a parser that copies the list for each line, which takes more than ten minutes.
it("is parsed in linear time", { timeout: 120_000 }, () => {
  const reply = parseReply(`troupe-agent\t1\n${"missing\tx\n".repeat(200_000)}end\tok\n`);
  expect(reply?.all("missing")).toHaveLength(200_000);
});

it("of any text is parsed without an error", () => {
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("end\tok", "troupe-agent\t1", "__proto__\ta", "constructor\tb", ""),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const reply = parseReply(lines.join("\n"));
      for (const word of ["__proto__", "constructor", "missing", "end"]) {
        for (const fields of reply?.all(word) ?? [])
          expect(fields.every((field) => typeof field === "string")).toBe(true);
        expect(reply?.first(word)).toEqual(reply?.all(word)[0]);
      }
    }),
    { numRuns: 2000 },
  );
});

it("has no end when it was cut off", () => {
  expect(parseReply("troupe-agent\t1\ncurrent\t-\n")?.end).toBeUndefined();
  expect(parseReply("troupe-agent\t1\nend\tconfirmed")?.end).toBeUndefined();
});

it("is none when something else answered", () => {
  expect(parseReply("This account is currently not available.\n")).toBeUndefined();
});

it("the command is short, and the same to every login shell", () => {
  expect(agentCommand("confirm", ["0f00"], { scriptBytes: 9000, sudo: true })).toMatchInlineSnapshot(
    `"exec sh -c 'if [ "$(id -u)" = 0 ]; then exec "$@"; else exec sudo -n -- "$@"; fi' troupe sh -c 'echo; TROUPE=$(head -c 9000 | gzip -dc) && eval "$TROUPE"' troupe confirm 0f00"`,
  );
  expect(agentCommand("switch", ["0f00", "-", "", "me @'host"], { scriptBytes: 1, sudo: false })).toMatchInlineSnapshot(
    `"exec sh -c 'echo; TROUPE=$(head -c 1 | gzip -dc) && eval "$TROUPE"' troupe switch 0f00 - - me_@_host"`,
  );
});
