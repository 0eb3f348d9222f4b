/** Programs of packages as people write them, where values are shown before any platform has rendered them. */
import { isTroupeError } from "@troupe/modules";
import { renderPackageRefs } from "@troupe/vocabulary";

/** The same data with `bin(redis-server)` for what stands in texts for a program until it is rendered. */
export function withPrograms<T>(data: T): T {
  return JSON.parse(JSON.stringify(data), (_, value: unknown) => (typeof value === "string" ? readable(value) : value)) as T;
}

function readable(text: string): string {
  try {
    return renderPackageRefs(text, (_, program) => `bin(${program})`);
  } catch (error) {
    // Somebody took one apart, which is a problem of its own.
    if (isTroupeError(error)) return text;
    throw error;
  }
}
