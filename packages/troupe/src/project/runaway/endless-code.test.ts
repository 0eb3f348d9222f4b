import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { endlessCodeDetector, framesOf, type StackSample } from "./endless-code.ts";

const troupeFile = join(import.meta.dirname, "../../../../core/src/evaluate/calls.ts");

const callerFile = join(import.meta.dirname, "watchdog.ts");

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

/** The place of the endless code in these samples, with the number of samples until the detection. */
function detection(samples: Iterable<string | StackSample>): string | undefined {
  const detect = endlessCodeDetector({ caller: callerFile, project: 3, troupe: 6, memoryShort: 1 });
  let taken = 0;
  for (const sample of samples) {
    taken++;
    const endless = detect(typeof sample === "string" ? { progress: "", stack: sample } : sample);
    if (endless !== undefined) return `${endless.frame.file}:${endless.frame.line} after ${taken}`;
  }
  return undefined;
}

const times = (number: number, item: (index: number) => string) =>
  Array.from({ length: number }, (_, index) => item(index));

describe("endless code", () => {
  test("is a function of the project that is running in all samples", () => {
    expect(detection(times(9, () => stack(`run ${troupeFile}:1`, "perInstance /home/ann/troupe.ts:7")))).toBe(
      "/home/ann/troupe.ts:7 after 4",
    );
  });

  test("has the place of the innermost function that is running in all samples, as in the last sample", () => {
    const helpers = ["a /home/ann/troupe.ts:20", "b /home/ann/troupe.ts:30"];
    const samples = times(9, (index) =>
      stack(`run ${troupeFile}:1`, `perInstance /home/ann/troupe.ts:${7 + index}`, helpers[index % 2]!),
    );
    expect(detection(samples)).toBe("/home/ann/troupe.ts:10 after 4");
  });

  test("does not have the place of the first sample after progress", () => {
    const samples = times(9, (index) =>
      stack("perInstance /home/ann/troupe.ts:7", ...(index > 0 ? ["forever /home/ann/troupe.ts:4"] : [])),
    );
    expect(detection(samples)).toBe("/home/ann/troupe.ts:4 after 4");
  });

  test("has a place in the project rather than in a package that the project calls", () => {
    const samples = times(9, () =>
      stack("perInstance /home/ann/troupe.ts:7", "each /home/ann/node_modules/loops/index.js:2"),
    );
    expect(detection(samples)).toBe("/home/ann/troupe.ts:7 after 4");
  });

  test("is detected sooner while the memory is nearly used up", () => {
    const samples = times(9, () => stack("perInstance /home/ann/troupe.ts:7"));
    expect(detection(samples.map((text, index) => ({ progress: "", stack: text, memoryShort: index > 0 })))).toBe(
      "/home/ann/troupe.ts:7 after 2",
    );
  });

  test("is detected later while code of Troupe is running that the project has called", () => {
    expect(detection(times(9, () => stack("perInstance /home/ann/troupe.ts:7", `select ${troupeFile}:1`)))).toBe(
      "/home/ann/troupe.ts:7 after 7",
    );
  });

  test("is detected although most samples have no frames, as between the steps of an async function", () => {
    expect(detection(times(9, (index) => (index === 5 ? stack("wait /home/ann/troupe.ts:7") : "Error")))).toBe(
      "/home/ann/troupe.ts:7 after 6",
    );
  });
});

describe("no endless code", () => {
  test("is code that makes progress between the samples", () => {
    const samples = times(20, (index) => String(index)).map((progress) => ({
      progress,
      stack: stack("perInstance /home/ann/troupe.ts:7"),
    }));
    expect(detection(samples)).toBe(undefined);
  });

  test("is code of Troupe that calls different functions of the project", () => {
    const samples = times(20, (index) =>
      stack(`evaluate ${troupeFile}:1`, ...(index % 2 === 0 ? ["content /home/ann/troupe.ts:7"] : [])),
    );
    expect(detection(samples)).toBe(undefined);
  });

  test("is code of Troupe that the package for command lines has called", () => {
    const samples = times(20, () =>
      stack(
        "call /home/ann/node_modules/commands/index.js:9",
        `runWithWatchdog ${callerFile}:1`,
        `evaluate ${troupeFile}:1`,
      ),
    );
    expect(detection(samples)).toBe(undefined);
  });

  test("is in samples without frames", () => {
    expect(detection(times(20, () => "Error"))).toBe(undefined);
  });
});

test("frames are outermost first, without async frames and frames of Node", () => {
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
