/** Problems that a machine finds in the units and kernel parameters of a staged generation: TRP5150 to TRP5155. */
import { diagnosticKind } from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";

export const ignoredLine = diagnosticKind<{ machine: string; unit: string; line: string; text: string }>({
  code: "TRP5150",
  title: "The machine's systemd ignores a setting of a unit",
  blocks: "plan",
  message: ({ machine, unit, line, text }) =>
    `systemd on ${machine} would ignore ${line} of ${unit}: ${text}. Nothing was changed.`,
  hint: () => "Correct the value. Another version of systemd may read it; the machine's systemd.exec(5) says which.",
  example: {
    machine: "alice",
    unit: "kvstore.service",
    line: "IPAddressAllow=localhst",
    text: "Address prefix is invalid, ignoring assignment: localhst",
  },
});

export const remarkedLine = diagnosticKind<{ machine: string; unit: string; line: string; text: string }>({
  code: "TRP5151",
  title: "The machine's systemd remarks on a setting of a unit",
  blocks: "nothing",
  message: ({ machine, unit, line, text }) => `systemd on ${machine} remarks on ${line} of ${unit}: ${text}.`,
  example: {
    machine: "alice",
    unit: "kvstore.service",
    line: "MemoryLimit=5M",
    text: "Unit uses MemoryLimit=; please use MemoryMax= instead",
  },
});

/** Consequences of a dependency on a unit that does not exist, by the setting. */
const consequences: { readonly [setting: string]: string } = {
  wantedBy: "so nothing starts it at boot",
  requiredBy: "so nothing starts it at boot",
  Requires: "so it cannot start",
  Requisite: "so it cannot start",
  BindsTo: "so it cannot start",
  Unit: "so it has nothing to start",
  Service: "so it has nothing to start",
};

/** True for a dependency without which a unit has no effect. */
export const isEssential = (setting: string): boolean => Object.hasOwn(consequences, setting);

interface Reference {
  readonly machine: string;
  readonly unit: string;
  readonly setting: string;
  readonly name: string;
  readonly state: string;
  /** Names of units for a suggestion. */
  readonly known: Iterable<string>;
}

const suggestion = ({ name, known }: Reference): string | undefined => {
  const advice = didYouMean(name, known);
  return advice?.startsWith("Did you mean") === true ? advice : undefined;
};
const lack = ({ machine, name, state }: Reference): string =>
  state === "masked" ? `${name} is masked on ${machine}` : `neither ${machine} nor the configuration has ${name}`;
const reference = { machine: "alice", unit: "kvstore.service", state: "not-found" };
const targets = ["multi-user.target", "network.target"];

export const missingUnit = diagnosticKind<Reference>({
  code: "TRP5152",
  title: "A unit depends on a unit that does not exist",
  blocks: "plan",
  message: (params) =>
    `${params.setting} of ${params.unit} names ${params.name}, but ${lack(params)}, ${consequences[params.setting]}. Nothing was changed.`,
  hint: suggestion,
  example: { ...reference, setting: "wantedBy", name: "multiuser.target", known: targets },
});

export const missingOther = diagnosticKind<Reference>({
  code: "TRP5153",
  title: "A unit names another one that does not exist",
  blocks: "nothing",
  message: (params) =>
    `${params.setting} of ${params.unit} names ${params.name}, but ${lack(params)}, so it has no effect.`,
  hint: suggestion,
  example: { ...reference, setting: "After", name: "netwrok.target", known: targets },
});

export const unknownParameter = diagnosticKind<{ machine: string; name: string }>({
  code: "TRP5154",
  title: "The machine's kernel does not know a parameter",
  blocks: "nothing",
  message: ({ machine, name }) => `The kernel of ${machine} has no parameter ${name}, so its value is not set.`,
  hint: () => "Is the name right? The parameters of a kernel module and of a network interface exist only with it.",
  example: { machine: "alice", name: "net.ipv4.ip_forwrad" },
});

export const uncheckedUnits = diagnosticKind<{ machine: string }>({
  code: "TRP5155",
  title: "A machine could not check its units",
  blocks: "nothing",
  message: ({ machine }) => `${machine} lacks systemd-analyze, so systemd did not check the new units there.`,
  example: { machine: "alice" },
});
