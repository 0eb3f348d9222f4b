/** 10,000 answers of a hostile machine. */
import { test } from "vitest";
import { holdForAnyAnswer } from "../../packages/troupe/src/deploy/testing/hostile-answers.ts";

test("10,000 answers: nothing is thrown, and no other machine's plan, state or result changes", () =>
  holdForAnyAnswer(10_000));
