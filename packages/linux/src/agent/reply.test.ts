import { expect, it } from "vitest";
import { agentCommand } from "./command.ts";
import { parseReply } from "./reply.ts";

it("leaves out what a login shell says", () => {
  const reply = parseReply("Welcome!\ntroupe-agent\t1\nmissing\tredis\nmissing\tnginx\nend\tok\n");
  expect(reply?.all("missing")).toEqual([["redis"], ["nginx"]]);
  expect(reply?.first("current")).toBeUndefined();
  expect(reply?.end).toEqual(["ok"]);
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
    `"exec sh -c 'if [ "$(id -u)" = 0 ]; then exec "$@"; else exec sudo -n -- "$@"; fi' troupe sh -c 'TROUPE=$(head -c 9000 | gzip -dc) && eval "$TROUPE"' troupe confirm 0f00"`,
  );
  expect(agentCommand("switch", ["0f00", "-", "", "me @'host"], { scriptBytes: 1, sudo: false })).toMatchInlineSnapshot(
    `"exec sh -c 'TROUPE=$(head -c 1 | gzip -dc) && eval "$TROUPE"' troupe switch 0f00 - - me_@_host"`,
  );
});
