/** The page of the terminal: the layout of its texts, with the files of the project. */
import { readFileSync } from "node:fs";
import type { Page } from "./render/source.ts";
import type { Terminal } from "./terminal.ts";

/** Returns the page for texts about a project in a folder. */
export const terminalPage = ({ style, width }: Terminal, folder: string): Page => ({
  style,
  width,
  folder,
  readSource,
});

function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
