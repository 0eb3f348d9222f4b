import { expect, test } from "vitest";
import { emptyHost } from "../state.ts";
import { driftOf } from "./drift.ts";

const described = (...drift: string[][]) => driftOf({ ...emptyHost, drift });

test("a kind of drift that this version does not know is shown as the machine says it", () => {
  expect(described(["quota", "/srv", "is off"], ["quota"], [])).toEqual([
    { kind: "quota", name: "quota /srv", how: "is off" },
    { kind: "quota", name: "quota", how: "differs" },
    { kind: "", name: "", how: "differs" },
  ]);
});

test.for(["__proto__", "constructor", "toString", "hasOwnProperty"])(
  "the kind and the word %s are plain text",
  (word) => {
    expect(described([word, "a", "b"], ["etc", "motd", word])).toEqual([
      { kind: word, name: `${word} a`, how: "b" },
      { kind: "etc", name: "/etc/motd", how: word },
    ]);
  },
);

test("each kind is described from a line without fields", () => {
  for (const kind of ["etc", "tree", "hosts", "hostname", "package"])
    expect(described([kind])[0]).toMatchObject({ name: expect.any(String), how: expect.any(String) });
});
