/** The command line `troupe`, built from the definitions of its commands. */
import {
  buildApplication,
  buildChoiceParser,
  buildCommand,
  buildRouteMap,
  type Command,
  help,
  text_en,
  version,
} from "@stricli/core";
import type { CommandDefinition, CommandDefinitions } from "./command.ts";
import type { ArgumentDefinition, ArgumentDefinitions } from "./command-description.ts";
import { commonAliases, commonFlags } from "./flags.ts";
import type { CliContext } from "./terminal.ts";

/** The modules of the commands by the names of the commands, in the order of `troupe --help`. */
export const commandModules = {
  init: () => import("./commands/init.ts"),
  check: () => import("./commands/check.ts"),
  show: () => import("./commands/show.ts"),
  explain: () => import("./commands/explain.ts"),
  graph: () => import("./commands/graph.ts"),
  schema: () => import("./commands/schema.ts"),
  plan: () => import("./commands/plan.ts"),
  apply: () => import("./commands/apply.ts"),
  rollback: () => import("./commands/rollback.ts"),
  status: () => import("./commands/status.ts"),
  build: () => import("./commands/build.ts"),
  import: () => import("./commands/import.ts"),
  run: () => import("./commands/run.ts"),
  completion: () => import("./commands/completion.ts"),
};

/**
 * Loads the command that the first word of a command line names; all commands if no command has that name, for help and
 * for suggestions.
 */
export async function loadCommands(name: string | undefined): Promise<CommandDefinitions> {
  const modules = Object.entries(commandModules);
  const named = modules.filter(([each]) => each === name);
  return Object.fromEntries(
    await Promise.all(
      (named.length > 0 ? named : modules).map(async ([each, load]) => [each, (await load()).command] as const),
    ),
  );
}

/** The command line with these commands. */
export function application(currentVersion: string, commands: CommandDefinitions) {
  return buildApplication<CliContext>(
    buildRouteMap({
      routes: Object.fromEntries(Object.entries(commands).map(([name, command]) => [name, route(command)])),
      docs: {
        brief:
          "Declare which machines play which roles in which services; see what would change and why; apply it safely",
      },
    }),
    {
      name: "troupe",
      scanner: { caseStyle: "allow-kebab-for-camel", allowArgumentEscapeSequence: true },
      localization: {
        text: {
          ...text_en,
          exceptionWhileParsingArguments: (error) => (error instanceof Error ? error.message : String(error)),
        },
      },
      determineExitCode: () => 1,
    },
    {
      help: help({
        brief: "Print help",
        defaultForRouteMap: true,
        formatting: { caseStyle: "convert-camel-to-kebab", useAliasInUsageLine: false, onlyRequiredInUsageLine: false },
      }),
      version: version({ brief: "Print the version", alias: "V", info: { currentVersion } }),
    },
  );
}

/** A command in the form of stricli, which cannot know that the flags and the words of a definition fit its `run`. */
function route({ brief, flags, aliases, positional, run }: CommandDefinition): Command<CliContext> {
  const code = run as (context: CliContext, flags: object, ...words: readonly string[]) => Promise<void>;
  return buildCommand<object, readonly string[], CliContext>({
    func(flags, ...words) {
      return code(this, flags, ...words);
    },
    parameters: {
      flags: { ...commonFlags, ...flags },
      aliases: { ...commonAliases, ...aliases },
      ...(positional && { positional: parsed(positional) }),
    } as never,
    docs: { brief },
  });
}

/** Arguments with the parsers that stricli needs. */
function parsed(positional: ArgumentDefinitions) {
  const parser = ({ values }: ArgumentDefinition) => (values === undefined ? String : buildChoiceParser(values));
  return positional.kind === "array"
    ? { ...positional, parameter: { ...positional.parameter, parse: parser(positional.parameter) } }
    : {
        ...positional,
        parameters: positional.parameters.map((argument) => ({ ...argument, parse: parser(argument) })),
      };
}
