import { expect, test } from "vitest";
import { parameterParts, printParameter } from "./kernel-parameter.ts";

test.each([
  ["net.ipv4.ip_forward", "net.ipv4.ip_forward"],
  ["net/ipv4/ip_forward", "net.ipv4.ip_forward"],
  ["net.ipv4.conf.*.rp_filter", "net.ipv4.conf.*.rp_filter"],
  ["net.ipv4.conf.eth0/200.forwarding", "net/ipv4/conf/eth0.200/forwarding"],
  ["net/ipv4/conf/eth0.200/forwarding", "net/ipv4/conf/eth0.200/forwarding"],
])("the parameter %s is written as %s", (name, expected) => {
  expect(printParameter(parameterParts(name)!)).toBe(expected);
});

test.each([
  "",
  ".",
  "..",
  "/",
  "a.",
  ".a",
  "a..b",
  "a//b",
  "/a",
  "a/",
  "../../etc/victim",
  "a/../b",
  "a/./b",
  "a.//.b",
  "-a",
  "a b",
  "a\n",
  "a=b",
])("%j is no parameter", (name) => expect(parameterParts(name)).toBeUndefined());
