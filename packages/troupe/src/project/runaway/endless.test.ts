import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { endlessWatcher, framesOf, type Look } from "./endless.ts";

const own = join(import.meta.dirname, "../../../../core/src/evaluate/calls.ts");

const watchdog = join(import.meta.dirname, "watchdog.ts");

/** A stack, given from the outside in: "name file:line". */
const stack = (...frames: readonly string[]): string =>
  [
    "Error",
    ...frames.toReversed().map((frame) => {
      const [name, place] = frame.split(" ");
      return `    at ${name} (file://${place}:5)`;
    }),
    "    at async Promise.all (index 0)",
    "    at async file:///home/ann/troupe.ts:3:1",
  ].join("\n");

/** The place that is told after these looks, with the number of looks that it took. */
function watched(looks: Iterable<string | Look>): string | undefined {
  const watch = endlessWatcher({ within: watchdog, looks: 3, own: 6, short: 1 });
  let taken = 0;
  for (const look of looks) {
    taken++;
    const found = watch(typeof look === "string" ? { progress: "", stack: look } : look);
    if (found !== undefined) return `${found.at.file}:${found.at.line} after ${taken}`;
  }
  return undefined;
}

const times = (number: number, look: (index: number) => string) => Array.from({ length: number }, (_, index) => look(index));

describe("code is endless", () => {
  test("when the same function of the project is running in look after look", () => {
    expect(watched(times(9, () => stack(`run ${own}:1`, "perInstance /home/ann/troupe.ts:7")))).toBe("/home/ann/troupe.ts:7 after 4");
  });

  test("and its place is the innermost function that was running all the time, as it was seen last", () => {
    const helpers = ["a /home/ann/troupe.ts:20", "b /home/ann/troupe.ts:30"];
    const looks = times(9, (index) => stack(`run ${own}:1`, `perInstance /home/ann/troupe.ts:${7 + index}`, helpers[index % 2]!));
    expect(watched(looks)).toBe("/home/ann/troupe.ts:10 after 4");
  });

  test("and not where it only passed, when it was looked at first", () => {
    const looks = times(9, (index) => stack("perInstance /home/ann/troupe.ts:7", ...(index > 0 ? ["forever /home/ann/troupe.ts:4"] : [])));
    expect(watched(looks)).toBe("/home/ann/troupe.ts:4 after 4");
  });

  test("in the project rather than in the package that it calls", () => {
    const looks = times(9, () => stack("perInstance /home/ann/troupe.ts:7", "each /home/ann/node_modules/loops/index.js:2"));
    expect(watched(looks)).toBe("/home/ann/troupe.ts:7 after 4");
  });

  test("sooner, if there soon is no memory left", () => {
    const looks = times(9, () => stack("perInstance /home/ann/troupe.ts:7"));
    expect(watched(looks.map((text, index) => ({ progress: "", stack: text, short: index > 0 })))).toBe("/home/ann/troupe.ts:7 after 2");
  });

  test("later, if what it calls of ours is running: that may take its time", () => {
    expect(watched(times(9, () => stack("perInstance /home/ann/troupe.ts:7", `select ${own}:1`)))).toBe("/home/ann/troupe.ts:7 after 7");
  });

  test("also if nothing is running in most looks, as between the steps of an async function", () => {
    expect(watched(times(9, (index) => (index === 5 ? stack("wait /home/ann/troupe.ts:7") : "Error")))).toBe(
      "/home/ann/troupe.ts:7 after 6",
    );
  });
});

describe("code is not endless", () => {
  test("when something was called, or the event loop turned, in between", () => {
    const looks = times(20, (index) => String(index)).map((progress) => ({ progress, stack: stack("perInstance /home/ann/troupe.ts:7") }));
    expect(watched(looks)).toBe(undefined);
  });

  test("when it is ours, whatever of the project it calls", () => {
    const looks = times(20, (index) => stack(`evaluate ${own}:1`, ...(index % 2 === 0 ? ["content /home/ann/troupe.ts:7"] : [])));
    expect(watched(looks)).toBe(undefined);
  });

  test("when it is ours, called by the package that reads the command line", () => {
    const looks = times(20, () => stack("call /home/ann/node_modules/commands/index.js:9", `stoppable ${watchdog}:1`, `evaluate ${own}:1`));
    expect(watched(looks)).toBe(undefined);
  });

  test("when nothing is running", () => {
    expect(watched(times(20, () => "Error"))).toBe(undefined);
  });
});

test("frames are read outermost first, without those that wait and those of Node", () => {
  const text = [
    "Error",
    "    at RegExp.test (<anonymous>)",
    "    at readFileSync (node:fs:500:14)",
    "    at get port [as port] (file:///home/ann/my%20project/troupe.ts?v=2:4:5)",
    "    at /home/ann/old.cjs:1:2",
    "    at async run (file:///home/ann/troupe.ts:1:1)",
  ].join("\n");
  expect(framesOf(text)).toEqual([
    { name: "", file: "/home/ann/old.cjs", line: 1, column: 2 },
    { name: "get port [as port]", file: "/home/ann/my project/troupe.ts", line: 4, column: 5 },
  ]);
});
