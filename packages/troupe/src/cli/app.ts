/** The commands, as data: their flags, and where each is found. A command's code is loaded when it is used. */
import { buildApplication, buildCommand, buildRouteMap, help, text_en, version } from "@stricli/core";
import { commonAliases, commonFlags, nixFlag, onFlag } from "./flags.ts";
import type { CliContext } from "./terminal.ts";

const machineParameter = (brief: string) =>
  ({ kind: "tuple", parameters: [{ parse: String, optional: true, placeholder: "machine", brief }] }) as const;
const full = { full: { kind: "boolean", default: false, brief: "Show whole files and all machines" } } as const;
const yes = { yes: { kind: "boolean", default: false, brief: "Do not ask" } } as const;

const init = buildCommand({
  loader: async () => (await import("./commands/init.ts")).init,
  parameters: {
    flags: { json: commonFlags.json, directory: commonFlags.directory },
    aliases: commonAliases,
    positional: {
      kind: "tuple",
      parameters: [{ parse: String, optional: true, placeholder: "folder", brief: "Where to begin (default: here)" }],
    },
  },
  docs: { brief: "Begin a project" },
});

const check = buildCommand({
  loader: async () => (await import("./commands/check.ts")).check,
  parameters: {
    flags: {
      ...commonFlags,
      pure: { kind: "boolean", default: false, brief: "Evaluate everything twice, in different surroundings, and show what differs" },
      watch: { kind: "boolean", default: false, brief: "Check again whenever a file of the project changes, and show what that changes" },
    },
    aliases: commonAliases,
  },
  docs: { brief: "Check everything, without touching any machine" },
});

const show = buildCommand({
  loader: async () => (await import("./commands/show.ts")).show,
  parameters: {
    flags: {
      ...commonFlags,
      view: {
        kind: "enum",
        values: ["hosts", "ips", "dns", "users", "services", "versions"],
        optional: true,
        brief: "Show this of all machines, as a table",
      },
      ...onFlag,
    },
    aliases: commonAliases,
    positional: machineParameter("Show this machine's configuration"),
  },
  docs: { brief: "Show machines, services and exports, or one machine's configuration" },
});

const explain = buildCommand({
  loader: async () => (await import("./commands/explain.ts")).explain,
  parameters: {
    flags: { ...commonFlags },
    aliases: commonAliases,
    positional: {
      kind: "tuple",
      parameters: [
        { parse: String, placeholder: "subject", brief: "MACHINE, INSTANCE/ROLE[/MACHINE] or an export SERVICE:INSTANCE:ROLE:MACHINE" },
        { parse: String, optional: true, placeholder: "path", brief: 'What of it: environment.etc."a.conf".text, settings.port' },
      ],
    },
  },
  docs: { brief: "Explain where a value comes from" },
});

const graph = buildCommand({
  loader: async () => (await import("./commands/graph.ts")).graph,
  parameters: {
    flags: {
      ...commonFlags,
      format: { kind: "enum", values: ["text", "mermaid", "dot", "json"], default: "text", brief: "The form of the graph" },
      level: {
        kind: "enum",
        values: ["machine", "role", "instance", "service"],
        default: "role",
        brief: "What its nodes are: every machine of a role, or all of them together",
      },
    },
    aliases: commonAliases,
  },
  docs: { brief: "Show who reads whose exports" },
});

const schema = buildCommand({
  loader: async () => (await import("./commands/schema.ts")).schema,
  parameters: {
    flags: {
      ...commonFlags,
      out: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "folder",
        brief: "Write it to this folder, with a schema for the settings of every role",
      },
    },
    aliases: commonAliases,
  },
  docs: { brief: "Print the JSON Schema of inventory.json, for editors and other programs" },
});

const plan = buildCommand({
  loader: async () => (await import("./commands/plan.ts")).plan,
  parameters: {
    flags: {
      ...commonFlags,
      ...onFlag,
      ...nixFlag,
      ...full,
      exitCode: { kind: "boolean", default: false, brief: "Exit with 3 if there is anything to change" },
      out: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "folder",
        brief: "Also write every machine's generation to this folder",
      },
      offline: { kind: "boolean", default: false, brief: "Contact no machine: plan as if all were empty" },
    },
    aliases: commonAliases,
  },
  docs: { brief: "Show what would change on the machines, and why" },
});

const apply = buildCommand({
  loader: async () => (await import("./commands/apply.ts")).apply,
  parameters: {
    flags: {
      ...commonFlags,
      ...onFlag,
      ...nixFlag,
      ...yes,
      ...full,
      partial: { kind: "boolean", default: false, brief: "Apply to the machines that can be, even if others cannot" },
      adopt: {
        kind: "parsed",
        parse: String,
        variadic: ",",
        optional: true,
        placeholder: "paths",
        brief: "Take over these files in /etc that Troupe did not write; the originals are kept",
      },
    },
    aliases: { ...commonAliases, y: "yes" },
  },
  docs: { brief: "Plan, ask, and change the machines" },
});

const rollback = buildCommand({
  loader: async () => (await import("./commands/rollback.ts")).rollback,
  parameters: {
    flags: {
      ...commonFlags,
      ...onFlag,
      ...yes,
      to: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "generation",
        brief: "The generation to go to (default: the one before)",
      },
    },
    aliases: { ...commonAliases, y: "yes" },
  },
  docs: { brief: "Go back to the generation before, or to another one" },
});

const build = buildCommand({
  loader: async () => (await import("./commands/build.ts")).build,
  parameters: {
    flags: {
      ...commonFlags,
      ...onFlag,
      as: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "form",
        brief: "What to build: tree, tar, oci, nocloud, or a form of the project's own",
      },
      out: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "path",
        brief: "Where to write it (default: here); for several machines a folder, or a path with {machine} in it",
      },
      nixos: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "folder",
        brief: "Instead: write the flake of all machines with NixOS and macOS to this folder, mostly the project's own",
      },
      clan: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "file",
        brief: "Instead: write the inventory in Clan's words to this file, which ends with .json or .nix",
      },
      base: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "path",
        brief: "The root file system that an image starts from: a tar archive or an OCI image layout",
      },
    },
    aliases: commonAliases,
    positional: machineParameter("Build for this machine alone"),
  },
  docs: { brief: "Build packages that bring machines what they shall be without ssh: archives, images, seeds for cloud-init" },
});

const importClan = buildCommand({
  loader: async () => (await import("./commands/import.ts")).importClan,
  parameters: {
    flags: {
      ...commonFlags,
      out: {
        kind: "parsed",
        parse: String,
        optional: true,
        placeholder: "file",
        brief: "Write it to this file, which must not be there yet",
      },
    },
    aliases: commonAliases,
    positional: { kind: "tuple", parameters: [{ parse: String, placeholder: "file", brief: "The inventory.json of a clan" }] },
  },
  docs: { brief: "Turn Clan's inventory.json into one of Troupe" },
});

const run = buildCommand({
  loader: async () => (await import("./commands/run.ts")).run,
  parameters: {
    flags: { ...commonFlags, ...onFlag },
    aliases: commonAliases,
    positional: {
      kind: "array",
      parameter: { parse: String, placeholder: "command", brief: "EXTENSION:NAME and what it takes; nothing: list them" },
    },
  },
  docs: { brief: "Run a command that an extension of the project adds" },
});

const status = buildCommand({
  loader: async () => (await import("./commands/status.ts")).status,
  parameters: { flags: { ...commonFlags, ...onFlag }, aliases: commonAliases },
  docs: { brief: "Show what the machines run" },
});

/** The whole command line. */
export function application(currentVersion: string) {
  return buildApplication<CliContext>(
    buildRouteMap({
      routes: { init, check, show, explain, graph, schema, plan, apply, rollback, status, build, import: importClan, run },
      docs: { brief: "Declare which machines play which roles in which services; see what would change and why; apply it safely" },
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
