/** Diagnostics of results: TRP25xx; of nested services: TRP27xx. */
import { diagnosticKind } from "@troupe/modules";
import { quote, some } from "./words.ts";

export const userCodeFailed = diagnosticKind<{ what: string; error: string }>({
  code: "TRP2501",
  title: "An error in the code of a service or module",
  blocks: "evaluation",
  message: ({ what, error }) => `${what} failed: ${error}`,
  example: {
    what: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)',
    error: "TypeError: Cannot read properties of undefined (reading 'port')",
  },
});

export const resultNotObject = diagnosticKind<{ what: string; got: string }>({
  code: "TRP2502",
  title: "A result that is not an object",
  blocks: "evaluation",
  message: ({ what, got }) => `${what} must return an object, but returned ${got}.`,
  hint: ({ got }) =>
    got === "a promise"
      ? `Remove async: evaluation does no I/O, so there is nothing to wait for.`
      : `Return an object such as { module: … }. In an arrow function it stands in parentheses: () => ({ … }).`,
  example: {
    what: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)',
    got: "a promise",
  },
});

export const unknownResultKey = diagnosticKind<{ what: string; key: string }>({
  code: "TRP2503",
  title: "A result with a key that results do not have",
  blocks: "evaluation",
  message: ({ what, key }) => `${what} returns ${quote(key)}, which is not part of a result.`,
  example: {
    what: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)',
    key: "modules",
  },
});

export const classNotServed = diagnosticKind<{
  service: string;
  machines: readonly string[];
  class: string;
  classes: readonly string[];
  key: string;
}>({
  code: "TRP2504",
  title: "A member that a service does nothing for",
  blocks: "nothing",
  message: ({ service, machines, class: name, classes }) =>
    `Service ${quote(service)} has modules for machines of class ${classes.map(quote).join(" and ")} only, so it does nothing for ${some(machines)}, of class ${quote(name)}.`,
  hint: ({ key }) => `Return a \`module\`, which is for all classes, or also a \`${key}\`.`,
  example: {
    service: "kvstore",
    machines: ["edge"],
    class: "router",
    classes: ["server", "desktop"],
    key: "routerModule",
  },
});

export const malformedNesting = diagnosticKind<{ who: string; what: string; got: string }>({
  code: "TRP2701",
  title: "A nested service that is written in another form",
  blocks: "evaluation",
  message: ({ who, what, got }) => `In the result of ${who}, \`${what}\` must be an object, but is ${got}.`,
  hint: ({ got }) =>
    got === "a function"
      ? `Which nested services there are must be known at once; only their settings may hold lazy(() => …).`
      : `Write services: { NAME: { service, roles: { ROLE: { settings: { … } } } } }.`,
  example: { who: "instance nightly, role client", what: "services.ssh.roles", got: "a list" },
});

export const nestedInItself = diagnosticKind<{ service: string; chain: readonly string[] }>({
  code: "TRP2702",
  title: "A service that nests itself",
  blocks: "evaluation",
  message: ({ service, chain }) => `Service ${quote(service)} would be nested in itself: ${chain.join(" → ")}.`,
  hint: () => `Break the circle: one of these services must do without the next one.`,
  example: { service: "backup", chain: ["backup", "ssh", "backup"] },
});

export const nestedTwice = diagnosticKind<{ instance: string }>({
  code: "TRP2703",
  title: "A nested instance of two services, or of two parents",
  blocks: "evaluation",
  message: ({ instance }) =>
    `${quote(instance)} would be two nested instances at once: results give different services under this name, or a service and an instance that nest it have the same name.`,
  hint: () =>
    `Give one of them another name in \`services\`; define a nested service outside of perInstance, so that all calls mean the same one.`,
  example: { instance: "nightly/ssh" },
});

export const endlessNesting = diagnosticKind<{ levels: number }>({
  code: "TRP2704",
  title: "Nested services without an end",
  blocks: "evaluation",
  message: ({ levels }) => `After ${levels} levels, nested services still join further ones.`,
  hint: () =>
    `Define services outside of perInstance, and let what perMachine nests not depend on which nested instances there are.`,
  example: { levels: 50 },
});

export const exportsReadWhileNesting = diagnosticKind<{ caller: string; what: string }>({
  code: "TRP2705",
  title: "Exports that a nested service would need while its perInstance or perMachine runs",
  blocks: "evaluation",
  atCaller: true,
  message: ({ caller, what }) =>
    `${caller} reads ${what} in settings which a nested service needs while it is still running. What exists must be known before any export has a value.`,
  hint: () => `Let the nested service read that setting inside module: () => …, mkExports(() => …) or lazy(() => …).`,
  example: {
    caller: 'perInstance of role "client" of service "backup" (instance nightly, machine alice)',
    what: 'the export "backup:nightly:server:"',
  },
});
