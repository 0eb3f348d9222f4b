/** The command `troupe`: reads the command line, runs a command, sets the exit status. */
import { run } from "@stricli/core";
import { application, loadCommands } from "./app.ts";
import { version } from "../package.ts";
import { processContext } from "./terminal.ts";

/** Exit statuses: 0 fine, 1 problems, 2 a command line that means nothing, 3 `plan --exit-code` with changes. */
const usage = 2;

/** `troupe -C folder check` is `troupe check -C folder`, as people know it from git and make. */
function normalized(inputs: readonly string[]): readonly string[] {
  const [first, folder, ...rest] = inputs;
  return (first === "-C" || first === "--directory") && folder !== undefined && rest.length > 0
    ? [rest[0]!, first, folder, ...rest.slice(1)]
    : inputs;
}

const context = processContext(process, () => loadCommands(undefined));
const inputs = normalized(process.argv.slice(2));
await run(application(version, await loadCommands(inputs[0])), inputs, context);
// Stricli uses negative numbers for command lines it cannot make sense of.
if (typeof process.exitCode === "number" && process.exitCode < 0) process.exitCode = process.exitCode <= -4 ? usage : 1;

// What code of the project has left running (a timer, an open connection) does not keep the command from ending.
for (const stream of [process.stdout, process.stderr]) await new Promise<unknown>((done) => stream.write("", done));
process.exit();
