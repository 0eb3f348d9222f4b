/** `option(t.string)`: nothing of that name, so the option took any value. */
import { option, t } from "@troupe/modules";
import { expect, test } from "vitest";

test("an option without a type is refused where it is written", () => {
  const types = t as unknown as { readonly string: typeof t.str };
  expect(() => option(types.string)).toThrowErrorMatchingInlineSnapshot(
    `[TroupeError: TRP1020 option(…) begins with a type such as t.str, but here it is undefined.]`,
  );
});
