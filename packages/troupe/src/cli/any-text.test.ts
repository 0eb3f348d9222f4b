import { test } from "vitest";
import { holdForAnyText } from "./testing/any-text.ts";

test("no command prints a control or bidirectional character, whatever the inventory says", () => holdForAnyText(100));
