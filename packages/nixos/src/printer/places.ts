/** Where in the configuration something is written, for messages. */
import { showPath } from "@troupe/modules";
import type { Output } from "../model/expression.ts";

/** The path of what is being written, in words. */
export const showPlace = (out: Output): string => (out.path.length === 0 ? "the module" : `\`${showPath(out.path)}\``);
