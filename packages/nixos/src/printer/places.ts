/** Places in the configuration, for messages. */
import { showPath } from "@troupe/modules";
import type { Output } from "../model/expression.ts";

/** Returns the path of the current value in words. */
export const showPlace = (out: Output): string => (out.path.length === 0 ? "the module" : `\`${showPath(out.path)}\``);
