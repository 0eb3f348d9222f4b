/** The command `troupe`: reads the command line, runs a command, sets the exit status. */
import { run } from "@stricli/core";
import { application, loadCommands } from "./app.ts";
import { version } from "../package.ts";
import { processContext } from "./terminal.ts";

/** Exit statuses: 0 success, 1 problems, 2 an invalid command line, 3 `plan --exit-code` with changes. */
const invalidCommandLine = 2;

/** Moves a leading `-C FOLDER` behind the command, because git and make accept the flag in front. */
function normalized(inputs: readonly string[]): readonly string[] {
  const [first, folder, ...rest] = inputs;
  return (first === "-C" || first === "--directory") && folder !== undefined && rest.length > 0
    ? [rest[0]!, first, folder, ...rest.slice(1)]
    : inputs;
}

const context = processContext(process, () => loadCommands(undefined));
const inputs = normalized(process.argv.slice(2));
await run(application(version, await loadCommands(inputs[0])), inputs, context);
// Stricli uses negative statuses for invalid command lines.
if (typeof process.exitCode === "number" && process.exitCode < 0)
  process.exitCode = process.exitCode <= -4 ? invalidCommandLine : 1;

// The exit is explicit, because project code may have left a timer or a connection open.
for (const stream of [process.stdout, process.stderr]) await new Promise<unknown>((done) => stream.write("", done));
process.exit();
