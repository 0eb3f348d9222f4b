import { expect, test } from "vitest";
import { parseOsRelease } from "./distribution.ts";

test("Debian and what descends from it", () => {
  expect(parseOsRelease('NAME="Debian GNU/Linux"\nVERSION_CODENAME=bookworm\nID=debian\n')).toEqual({ id: "debian", codename: "bookworm" });
  expect(parseOsRelease('ID=ubuntu\nID_LIKE=debian\nVERSION_CODENAME="noble"\n')).toEqual({ id: "ubuntu", codename: "noble" });
});

test("anything else is not for us", () => {
  expect(parseOsRelease("ID=nixos\nVERSION_CODENAME=xantusia\n")).toBeUndefined();
  expect(parseOsRelease("ID=debian\n")).toBeUndefined();
});
