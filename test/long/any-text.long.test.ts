/** 2,000 inventories with any text in any place, each printed by one command. */
import { test } from "vitest";
import { holdForAnyText } from "../../packages/troupe/src/cli/testing/any-text.ts";

test("2,000 inventories: no command prints a control or bidirectional character", () => holdForAnyText(2000));
