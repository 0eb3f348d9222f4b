/** Exports: TRP23xx. */
import { diagnosticKind, kindOf } from "@troupe/modules";
import { plural, quote, some } from "./words.ts";

export const malformedScope = diagnosticKind<{ key: string; count: number }>({
  code: "TRP2301",
  title: "An export scope without four parts",
  blocks: "evaluation",
  atCaller: true,
  message: ({ key, count }) =>
    `${quote(key)} is not an export scope: it has ${plural(count, "part")} instead of the four of SERVICE:INSTANCE:ROLE:MACHINE.`,
  hint: () =>
    `Leave a part empty where it stands for all: "vpn:home::" is all of instance home. buildScopeKey({ … }) builds one.`,
  example: { key: "kvstore:sessions", count: 2 },
});

export const scopePartInvalid = diagnosticKind<{ part: string; value: unknown }>({
  code: "TRP2302",
  title: "A part of an export scope that cannot be one",
  blocks: "evaluation",
  atCaller: true,
  message: ({ part, value }) =>
    typeof value === "string"
      ? `The ${part} ${quote(value)} cannot be part of an export scope, because it contains ":".`
      : `The ${part} of an export scope must be a string, but is ${kindOf(value)}.`,
  example: { part: "machineName", value: "alice:1" },
});

export const exportMissing = diagnosticKind<{ key: string }>({
  code: "TRP2303",
  title: "An export that does not exist",
  blocks: "evaluation",
  atCaller: true,
  message: ({ key }) => `There is no export ${quote(key)}.`,
  example: { key: "kvstore:sessions:primary:alice" },
});

export const unknownScopePart = diagnosticKind<{ where: string; part: string; value: string }>({
  code: "TRP2304",
  title: "An export scope that names something unknown",
  blocks: "evaluation",
  atCaller: true,
  message: ({ where, part, value }) => `There is no ${part} ${quote(value)}, but ${where} names it.`,
  example: { where: 'the export scope "kvstore:session:primary:"', part: "instance", value: "session" },
});

export const exportsReadTooEarly = diagnosticKind<{ caller: string; what: string }>({
  code: "TRP2305",
  title: "Exports read while perInstance or perMachine itself runs",
  blocks: "evaluation",
  atCaller: true,
  message: ({ caller, what }) =>
    `${caller} reads ${what} while it is still running. What exists must be known before any export has a value, so exports can only be read inside a function.`,
  hint: () => `Move the line into module: () => …, mkExports(() => …) or lazy(() => …).`,
  example: {
    caller: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)',
    what: 'exports["kvstore:sessions:primary:"]',
  },
});

export const severalExports = diagnosticKind<{ key: string; keys: readonly string[] }>({
  code: "TRP2306",
  title: "Several exports where one is meant",
  blocks: "evaluation",
  atCaller: true,
  message: ({ key, keys }) => `${key} stands for one export, but there are ${keys.length}: ${some(keys)}.`,
  hint: () => `Name the machine in the scope, or use exports.select(…) to read all of them.`,
  example: {
    key: '"kvstore:sessions:primary:"',
    keys: ["kvstore:sessions:primary:alice", "kvstore:sessions:primary:bob"],
  },
});

export const foreignScope = diagnosticKind<{ key: string; writer: string }>({
  code: "TRP2307",
  title: "An export written under somebody else's scope",
  blocks: "evaluation",
  message: ({ key, writer }) =>
    `${writer} may not write the export ${quote(key)}: a service publishes only under its own scope.`,
  hint: () => `Use the mkExports that this very call received.`,
  example: {
    key: "kvstore:sessions:primary:alice",
    writer: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)',
  },
});

export const notExports = diagnosticKind<{ writer: string }>({
  code: "TRP2308",
  title: "Exports that were not made with mkExports",
  blocks: "evaluation",
  message: ({ writer }) => `${writer} returns exports that mkExports did not make.`,
  hint: () => `Write exports: mkExports({ … }), or a list of such.`,
  example: { writer: 'perInstance of role "replica" of service "kvstore" (instance sessions, machine bob)' },
});

export const contractNameTaken = diagnosticKind<{ service: string; contract: string }>({
  code: "TRP2309",
  title: "A contract with the name of a service's own export field",
  blocks: "evaluation",
  message: ({ service, contract }) =>
    `Service ${quote(service)} provides the contract ${quote(contract)}, but also has an export of its own with that name.`,
  hint: ({ contract }) =>
    `Rename the export ${quote(contract)}: what the contract holds is already exported under that name.`,
  example: { service: "kvstore", contract: "endpoint" },
});

export const exportHoldsItself = diagnosticKind<{ key: string; at: string }>({
  code: "TRP2310",
  title: "An export that holds itself",
  blocks: "evaluation",
  message: ({ key, at }) =>
    `The export ${quote(key)} holds itself: \`${at}\` is the whole export again, or a part that it lies in.`,
  hint: () => `Export the single values that others need, not whole exports of others.`,
  example: { key: "kvstore:sessions:primary:alice", at: "peers[0].value" },
});
