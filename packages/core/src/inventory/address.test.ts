/** Target hosts: those that ssh takes, and those that are refused before ssh sees them. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTargetHost } from "./address.ts";

describe("a target host", () => {
  test.each([
    ["alice", { host: "alice" }],
    ["my_host.example.", { host: "my_host.example." }],
    ["ann@dom.example@host", { user: "ann@dom.example", host: "host" }],
    [String.raw`DOM\ann@host:22`, { user: String.raw`DOM\ann`, host: "host", port: 22 }],
    ["jörg@host", { user: "jörg", host: "host" }],
    ["fe80::1%eth0", { host: "fe80::1%eth0" }],
    ["root@[fe80::1%eth0.200]:22", { user: "root", host: "fe80::1%eth0.200", port: 22 }],
    ["[2001:db8::1]", { host: "2001:db8::1" }],
    ["::ffff:192.0.2.1", { host: "::ffff:192.0.2.1" }],
    ["::", { host: "::" }],
    ["[alice]:65535", { host: "alice", port: 65535 }],
  ])("%s is taken apart", (text, expected) => {
    expect(parseTargetHost(text)).toEqual(expected);
  });

  test.each([
    "root@`touch${IFS}PWN`",
    "host;id",
    "$(id)",
    "$(id)@host",
    "a`id`@host",
    "a;b@host",
    "%h",
    "%r@host",
    "host%eth0",
    "-oProxyCommand=id@h",
    "-l@host",
    "@host",
    "root@",
    "root@-oProxyCommand=id",
    "ann\\@host",
    "a b@host",
    "ann@ho st",
    "ann@host\n",
    "ann\u001b[2J@host",
    "ann\u202e@host",
    "ho\u0000st",
    "",
    ".",
    "a..b",
    "192.0.2.256",
    "192.0.2.010",
    "host:",
    "host:0",
    "host:65536",
    "host:2 2",
    "host:22:",
    "[fe80::1]22",
    "[fe80::1",
    "fe80::1]",
    "[]",
    "fe80:::1",
    "1::2::3",
    "1:2:3",
    "1:2:3:4:5:6:7:8:9",
    "12345::",
    "fe80::1%",
    "fe80::1%-e",
    "fe80::1%a/b",
    "fe80::1%eth0%eth1",
    "ssh://root@192.0.2.10",
    "a".repeat(254),
    `${"a".repeat(300)}@${"b".repeat(300)}`,
  ])("%j is refused", (text) => expect(parseTargetHost(text)).toBeUndefined());

  test("has no part that ssh or sh reads as an option or a command", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 12, unit: fc.constantFrom(..."ab1-@:[]%.$`;&|<>(){}'\"\\ ~*?!#\n\t\0\u001b\u202eé/=") }),
        (text) => {
          const { user = "a", host } = parseTargetHost(text) ?? { host: "a" };
          expect(host).toMatch(/^[\w:.%-]+$/);
          for (const part of [user, host]) expect(part).not.toMatch(/^-|[\s$`;&|<>(){}'"*?!#~=/\p{Cc}\p{Cf}]|\\$/u);
        },
      ),
      { numRuns: 5000 },
    );
  });
});
