/** Shows programs of packages in values that no platform has rendered yet. */
import { isTroupeError } from "@troupe/modules";
import { renderPackageRefs } from "@troupe/vocabulary";

/** Returns the data with `bin(redis-server)` in place of references to programs. */
export function withPrograms<T>(data: T): T {
  return JSON.parse(JSON.stringify(data), (_, value: unknown) =>
    typeof value === "string" ? readable(value) : value,
  ) as T;
}

function readable(text: string): string {
  try {
    return renderPackageRefs(text, (_, program) => `bin(${program})`);
  } catch (error) {
    // A service that cut a reference apart has a diagnostic for that.
    if (isTroupeError(error)) return text;
    throw error;
  }
}
