/** The kinds of diagnostics of the module system. */
import { diagnosticKind } from "./diagnostic-kind.ts";

/**
 * A path in a message. List entries have their index, from 0; the `path` of the diagnostic has nixpkgs' names of list
 * entries.
 */
const option = (path: string): string =>
  path === ""
    ? "the configuration"
    : `\`${path.replaceAll(/\."\[definition \d+-entry (\d+)\]"/g, (_, entry: string) => `[${Number(entry) - 1}]`)}\``;

/** A path at the beginning of a message. */
const subject = (path: string): string => (path === "" ? "The configuration" : option(path));

/** Two definitions of equal priority that cannot both hold. */
export const conflictingDefinitions = diagnosticKind<{
  path: string;
  priority: number;
  json: boolean;
  example: string;
}>({
  code: "TRP1001",
  title: "Conflicting definitions",
  blocks: "evaluation",
  message: ({ path }) => `${subject(path)} is set to different values, and nothing says which of them holds.`,
  hint: ({ priority, json, example }) =>
    `Keep one of them, or say which one wins: ${winners(priority, json, example)}.`,
  example: { path: "services.web.port", priority: 100, json: false, example: "8080" },
});

/** The hint how a definition of this priority can win, in TypeScript or in JSON. */
function winners(priority: number, json: boolean, example: string): string {
  const override = (number: number): string => `{ "_type": "override", "priority": ${number}, "content": ${example} }`;
  if (priority > 100) return `a plain ${example} wins over these`;
  if (priority < 100)
    return `${json ? override(priority - 1) : `mkOverride(${priority - 1}, ${example})`} wins over these`;
  if (json) return `${override(50)} wins over the others, and with 1000 instead of 50 it gives way to them`;
  return `mkForce(${example}) wins over the others, mkDefault(${example}) gives way to them`;
}

/** A definition that is not of the option's type. */
export const typeMismatch = diagnosticKind<{
  path: string;
  expected: string;
  found: string | undefined;
  count: number;
}>({
  code: "TRP1002",
  title: "A value of another type than the option's",
  blocks: "evaluation",
  message: ({ path, expected, found, count }) =>
    `${subject(path)} must be ${expected}, but ${found === undefined ? `${count} definitions are something else` : `is ${found}`}.`,
  example: { path: "services.web.port", expected: "a whole number from 0 to 65535", found: '"http"', count: 1 },
});

/** A definition of an option that is not declared. */
export const undeclaredOption = diagnosticKind<{ path: string }>({
  code: "TRP1003",
  title: "The option does not exist",
  blocks: "evaluation",
  message: ({ path }) => `There is no option ${option(path)}.`,
  example: { path: "services.web.prot" },
});

/** An option that must be defined and is not. */
export const missingDefinition = diagnosticKind<{ path: string; expected: string }>({
  code: "TRP1004",
  title: "A required option is not set",
  blocks: "evaluation",
  message: ({ path }) => `${subject(path)} has to be set: it has no default.`,
  hint: ({ expected }) => `Set it to ${expected}.`,
  example: { path: "services.web.port", expected: "a whole number from 0 to 65535" },
});

/** A read-only option with more than one definition. */
export const readOnlyOption = diagnosticKind<{ path: string }>({
  code: "TRP1005",
  title: "A read-only option is defined more than once",
  blocks: "evaluation",
  message: ({ path }) => `${subject(path)} is read-only, but it is defined more than once.`,
  hint: ({ path }) =>
    `Remove all definitions of ${option(path)} but the one of the module that declares it; priorities do not help here.`,
  example: { path: "system.stateVersion" },
});

/** Two declarations of an option that contradict each other. */
export const conflictingDeclarations = diagnosticKind<{ path: string; why: string }>({
  code: "TRP1006",
  title: "An option is declared twice",
  blocks: "evaluation",
  message: ({ path, why }) =>
    `${subject(path)} is declared more than once, and the declarations do not go together: ${why}.`,
  hint: () => "Declare it in one module only; others may define it, and add options of their own below a submodule.",
  example: { path: "services.web.port", why: "one says a string, the other a whole number" },
});

/** An option whose value depends on itself. */
export const cycle = diagnosticKind<{ path: string }>({
  code: "TRP1007",
  title: "A value depends on itself",
  blocks: "evaluation",
  message: ({ path }) => `${subject(path)} depends on itself.`,
  hint: () => "Break the loop: one of these values must be computed without the next one.",
  example: { path: "networking.hostName" },
});

/** Recursion without an end that is not a simple loop. */
export const tooDeep = diagnosticKind<{ path: string }>({
  code: "TRP1008",
  title: "Recursion without an end",
  blocks: "evaluation",
  message: ({ path }) => `Computing ${option(path)} does not come to an end: each value needs a further one.`,
  hint: () => "Look for a function that calls itself or builds ever deeper values.",
  example: { path: "tree.child.child.child" },
});

/** A module for another kind of system. */
export const classMismatch = diagnosticKind<{ module: string; found: string; expected: string }>({
  code: "TRP1009",
  title: "A module of another class",
  blocks: "evaluation",
  message: ({ module, found, expected }) =>
    `The module ${module} is of class "${found}" and cannot be used where class "${expected}" is expected.`,
  hint: ({ expected }) =>
    `Import a module of class "${expected}", or one without a class if it means the same everywhere.`,
  example: { module: '"homebrew"', found: "darwin", expected: "linux" },
});

/** A value in the place of a module. */
export const invalidModule = diagnosticKind<{ why: string; advice: string }>({
  code: "TRP1010",
  title: "Not a module",
  blocks: "evaluation",
  message: ({ why }) => why,
  hint: ({ advice }) => advice,
  example: { why: "A module has no `confg`.", advice: 'Did you mean "config"? Definitions go into `config`.' },
});

/** A `mkIf` condition that is not a boolean. */
export const invalidCondition = diagnosticKind<{ path: string; found: string }>({
  code: "TRP1011",
  title: "A condition that is not a boolean",
  blocks: "evaluation",
  message: ({ path, found }) =>
    `A mkIf in the definitions of ${option(path)} has a condition that is ${found} instead of true or false.`,
  hint: () => "Compare explicitly: mkIf(value !== null, …).",
  example: { path: "services.web.port", found: "null" },
});

/** A read of the configuration before it is known which options exist. */
export const configTooEarly = diagnosticKind<{ what: string }>({
  code: "TRP1012",
  title: "The configuration is read before it exists",
  blocks: "evaluation",
  atCaller: true,
  message: ({ what }) =>
    `A module reads \`${what}\` too early: what modules say is still being collected, so nothing has a value yet.`,
  hint: ({ what }) =>
    `Read it inside a function: lazy(() => ${what}…) for a value, mkIf(() => ${what}…, () => …) for a condition. Which modules are imported cannot depend on it.`,
  example: { what: "config.networking.hostName" },
});

/** An error that a user's function threw. */
export const definitionFailed = diagnosticKind<{ path: string; error: string }>({
  code: "TRP1013",
  title: "A definition threw an error",
  blocks: "evaluation",
  message: ({ path, error }) => `Computing ${option(path)} failed: ${error}`,
  example: { path: "services.web.port", error: "no free port" },
});

/** A plain value where there are options. */
export const valueInsteadOfOptions = diagnosticKind<{ path: string; found: string; names: string }>({
  code: "TRP1014",
  title: "A value where there are options",
  blocks: "evaluation",
  message: ({ path, found }) => `${subject(path)} is a group of options ({ … }), but is set to ${found}.`,
  hint: ({ names }) => (names === "" ? undefined : `Set the options in it: ${names}.`),
  example: { path: "services.web", found: "an integer", names: "enable, port" },
});

/** Several definitions of something that takes only one. */
export const definedTwice = diagnosticKind<{ path: string; message: string }>({
  code: "TRP1015",
  title: "More than one definition of a unique option",
  blocks: "evaluation",
  message: ({ path, message }) =>
    `${subject(path)} may be set once, but is set several times.${message === "" ? "" : ` ${message}`}`,
  hint: () => "Keep one of them, or put mkForce around the one that is to win.",
  example: { path: "boot.kernel", message: "" },
});

/** Null and not null, or two kinds of values, at equal priority. */
export const differentKinds = diagnosticKind<{ path: string; kinds: string }>({
  code: "TRP1016",
  title: "Definitions of different kinds",
  blocks: "evaluation",
  message: ({ path, kinds }) => `${subject(path)} is set to values of different kinds: ${kinds}.`,
  hint: () => "Keep one kind, or put mkForce around the definition that is to win.",
  example: { path: "services.web.port", kinds: "null and a whole number" },
});

/** A wrapper in a string. */
export const wrapperAsText = diagnosticKind<{ tag: string }>({
  code: "TRP1017",
  title: "A wrapper used as text",
  blocks: "evaluation",
  atCaller: true,
  message: ({ tag }) =>
    `What ${wrapperNames[tag] ?? tag} returns is used as text. It is not the value itself, but says ${wrapperMeanings[tag] ?? "more about one"}.`,
  hint: ({ tag }) =>
    tag === "lazy"
      ? "Put the whole text inside: lazy(() => `…`)."
      : "Put the wrapper around the whole text: mkDefault(`…`).",
  example: { tag: "override" },
});

const wrapperNames: Readonly<Record<string, string>> = {
  if: "mkIf",
  merge: "mkMerge",
  override: "mkDefault, mkForce or mkOverride",
  order: "mkBefore, mkAfter or mkOrder",
  lazy: "lazy",
};

const wrapperMeanings: Readonly<Record<string, string>> = {
  if: "when one holds",
  merge: "that several hold",
  override: "how strong one is",
  order: "where one stands among others",
  lazy: "how one is computed later",
};

/** A value that is not an option in a tree of options. */
export const invalidDeclaration = diagnosticKind<{ path: string; found: string }>({
  code: "TRP1018",
  title: "Not an option declaration",
  blocks: "evaluation",
  message: ({ path, found }) =>
    `${subject(path)} is declared as ${found}, but it must be an option, or an object with options in it.`,
  hint: () => "Write option(…) around a type: option(t.str), or option(t.int, { default: 3 }).",
  example: { path: "services.web.port", found: "a type" },
});

/** A module among its own imports. */
export const importCycle = diagnosticKind<{ module: string }>({
  code: "TRP1019",
  title: "A module imports itself",
  blocks: "evaluation",
  message: ({ module }) => `The module ${module} imports itself.`,
  hint: () => "Remove one of these imports.",
  example: { module: '"web"' },
});

/** An option type that makes no sense. */
export const invalidType = diagnosticKind<{ why: string }>({
  code: "TRP1020",
  title: "An impossible option type",
  blocks: "evaluation",
  atCaller: true,
  message: ({ why }) => why,
  example: { why: "ints.between(5, 3): the first bound must not be greater than the second." },
});

/** A group whose names depend on the value of an option inside it. */
export const undecidedDefinitions = diagnosticKind<{ path: string }>({
  code: "TRP1021",
  title: "Which options are defined depends on a value",
  blocks: "evaluation",
  message: ({ path }) =>
    `Which options are set in ${option(path)} depends on a value that is only known once that is settled.`,
  hint: () =>
    "Write the names outright, and let only their values read `config`: { port: lazy(() => config.other) }, also inside mkIf(() => …, …).",
  example: { path: "services.web" },
});

/** A wrapper written by hand, as in JSON, without the form of its `_type`. */
export const invalidWrapper = diagnosticKind<{
  path: string;
  wrapper: string;
  part: string;
  expected: string;
  found: string;
}>({
  code: "TRP1022",
  title: "A wrapper that is written in another form",
  blocks: "evaluation",
  message: ({ path, wrapper, part, expected, found }) =>
    `${subject(path)} is set with "_type": ${JSON.stringify(wrapper)}, whose "${part}" must be ${expected}, but is ${found}.`,
  hint: ({ wrapper }) => `Write ${wrapperForms[wrapper] ?? wrapper}.`,
  example: {
    path: "services.web.port",
    wrapper: "override",
    part: "priority",
    expected: "a number",
    found: "a string",
  },
});

const wrapperForms: Readonly<Record<string, string>> = {
  override: '{ "_type": "override", "priority": 50, "content": … }',
  order: '{ "_type": "order", "priority": 500, "content": … }',
  merge: '{ "_type": "merge", "contents": [ … ] }',
};
