/** `script`, `preStart` and similar options: executable files with commands, which units call. */
import type { SystemConfig } from "@troupe/vocabulary";
import type { Draft, Path } from "../model/generation-draft.ts";
import { current } from "../render/generation-draft.ts";
import { reportText } from "./unit.ts";
import { withoutTrailing } from "./values.ts";

type Service = SystemConfig["systemd"]["services"][string];

/** Options with commands, each with the setting that calls the script and the suffix of the script's name. */
const hooks = [
  ["preStart", "ExecStartPre", "pre-start"],
  ["script", "ExecStart", "start"],
  ["postStart", "ExecStartPost", "post-start"],
  ["reload", "ExecReload", "reload"],
  ["preStop", "ExecStop", "pre-stop"],
  ["postStop", "ExecStopPost", "post-stop"],
] as const;

/** Returns the text of a POSIX shell script that ends at the first failing command. */
export function shellScript(commands: string): string {
  return `#!/bin/sh\nset -e\n\n${withoutTrailing(commands, "\n")}\n`;
}

/** Returns setting -> command line for each script of the service. */
export function scriptCommands(draft: Draft, name: string, service: Service, at: Path): ReadonlyMap<string, string> {
  const commands = new Map<string, string>();
  for (const [option, setting, part] of hooks) {
    const text = service[option];
    if (text.trim() === "") continue;
    if (text.includes("\0")) reportText(draft, [...at, option], "a NUL character");
    const path = draft.script("scripts", `${name}-${part}`, shellScript(draft.text(text, [...at, option])));
    const args = option === "script" ? draft.text(service.scriptArgs, [...at, "scriptArgs"]).trim() : "";
    commands.set(setting, `${current}/${path}${args === "" ? "" : ` ${args}`}`);
  }
  return commands;
}
