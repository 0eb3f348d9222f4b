/** The functions that the assertions of an example call. */
import assert from "node:assert/strict";
import { isTroupeError } from "@troupe/modules";

/** A value is as the example says. */
export async function $is(compute: () => Promise<unknown>, expected: unknown): Promise<void> {
  assert.deepEqual(await compute(), expected);
}

/** A diagnostic is thrown that has the code that the example says. */
export async function $throws(compute: () => Promise<unknown>, code: string): Promise<void> {
  let value: unknown;
  try {
    value = await compute();
  } catch (error) {
    if (!isTroupeError(error)) throw error;
    const codes = error.diagnostics.map((diagnostic) => diagnostic.code);
    assert.ok(
      codes.includes(code as (typeof codes)[number]),
      `throws ${codes.join()} instead of ${code}: ${error.message}`,
    );
    return;
  }
  assert.fail(`throws nothing instead of ${code}; the value is ${JSON.stringify(value)}`);
}
