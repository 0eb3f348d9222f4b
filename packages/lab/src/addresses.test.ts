import { expect, test } from "vitest";
import { checkHostNames, checkLabName, hostAddress, hostNames } from "./addresses.ts";

test("hostNames and hostAddress give the same names and addresses in every lab", () => {
  expect(hostNames(12)).toMatchInlineSnapshot(`
    [
      "alice",
      "bob",
      "carol",
      "dave",
      "erin",
      "frank",
      "grace",
      "heidi",
      "ivan",
      "judy",
      "host11",
      "host12",
    ]
  `);
  expect([0, 1, 199].map((index) => hostAddress("ipv4", index))).toEqual([
    "10.231.0.11",
    "10.231.0.12",
    "10.231.0.210",
  ]);
  expect([0, 1, 199].map((index) => hostAddress("ipv6", index))).toEqual([
    "fd00:231::11",
    "fd00:231::12",
    "fd00:231::210",
  ]);
});

test("names that cannot be part of a namespace or a host name throw", () => {
  expect(() => hostNames(0)).toThrowErrorMatchingInlineSnapshot(`[LabError: a lab has 1 to 200 hosts, not 0]`);
  expect(() => checkLabName("../etc")).toThrowErrorMatchingInlineSnapshot(
    `[LabError: "../etc" cannot name a lab: a small letter, then up to 23 small letters, digits and "-"]`,
  );
  expect(() => checkHostNames(["alice", "Bob"])).toThrowErrorMatchingInlineSnapshot(
    `[LabError: "Bob" cannot name a host: a small letter, then up to 31 small letters, digits and "-"]`,
  );
  expect(() => checkHostNames(["alice", "alice"])).toThrowErrorMatchingInlineSnapshot(
    `[LabError: two hosts are named "alice"]`,
  );
});
