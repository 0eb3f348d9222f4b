import { isTroupeError, showPath } from "@troupe/modules";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePath } from "./path.ts";

const names = (text: string): readonly string[] => parsePath(text).map(({ name }) => name);

test("parts are separated by dots, names with dots are quoted, entries of lists are numbers", () => {
  expect(names('environment.etc."a.conf".text')).toEqual(["environment", "etc", "a.conf", "text"]);
  expect(names("routes[0].to")).toEqual(["routes", "0", "to"]);
  expect(names(String.raw`"a\"b".c`)).toEqual(['a"b', "c"]);
});

test("every path that is shown can be written", () => {
  const part = fc.string({ minLength: 1, unit: "grapheme" }).filter((name) => !/^(\*|<.*>)$/s.test(name));
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (path) => {
      expect(names(showPath(path))).toEqual(path);
    }),
  );
});

test.each(["", ".", "a..b", "a.", '"a', '"a"b', "a[x]", "a[0]b"])("%j is no path", (text) => {
  try {
    parsePath(text);
    expect.unreachable();
  } catch (error) {
    expect(isTroupeError(error) && error.diagnostics.map(({ code }) => code)).toEqual(["TRP2603"]);
  }
});
