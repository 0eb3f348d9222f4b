import { expect, test } from "vitest";
import { hostDistribution, parseOsRelease } from "./distribution.ts";

test("parseOsRelease returns Debian and distributions that descend from Debian", () => {
  expect(parseOsRelease('NAME="Debian GNU/Linux"\nVERSION_CODENAME=bookworm\nID=debian\n')).toEqual({
    id: "debian",
    codename: "bookworm",
  });
  expect(parseOsRelease('ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME="noble"\n')).toEqual({
    id: "ubuntu",
    codename: "noble",
  });
});

test("parseOsRelease returns undefined for other distributions", () => {
  expect(parseOsRelease("ID=nixos\nVERSION_CODENAME=xantusia\n")).toBeUndefined();
  expect(parseOsRelease("ID=debian\n")).toBeUndefined();
});

test("hostDistribution is bookworm on Debian, the machine's release on other distributions, and a release that is named", () => {
  expect(hostDistribution(undefined, { id: "debian", codename: "trixie" })).toEqual({
    id: "debian",
    codename: "bookworm",
  });
  expect(hostDistribution(undefined, { id: "ubuntu", codename: "noble" })).toEqual({ id: "ubuntu", codename: "noble" });
  expect(hostDistribution("trixie", { id: "debian", codename: "bookworm" })).toEqual({
    id: "debian",
    codename: "trixie",
  });
  expect(() =>
    hostDistribution("Debian 13", { id: "debian", codename: "bookworm" }),
  ).toThrowErrorMatchingInlineSnapshot(`[LabError: "Debian 13" is not the code name of a release, like bookworm]`);
});
