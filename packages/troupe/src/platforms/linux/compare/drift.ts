/** The drift of a machine in words: one record for each kind of line that the agent script reports. */
import { ownValue } from "@troupe/core/internal";
import type { Generation, Manifest, ReplyFields } from "@troupe/linux";
import type { Drift } from "../../../deploy/model/plan.ts";
import { unifiedDiff } from "../../../deploy/unified-diff.ts";
import { accountDrift } from "./account-drift.ts";
import type { Contents } from "../changes.ts";
import type { HostState } from "../state.ts";

/** The generation from which the machine drifted, as far as the command knows it. `status` knows nothing of it. */
export interface DriftContext {
  readonly manifest?: Manifest | undefined;
  /** The generation that stays. With it, drift has the diffs that applying restores. */
  readonly generation?: Generation | undefined;
  /** Contents of the machine's files below /etc, by target. */
  readonly etc?: Contents;
}

/** Describes a line `drift KIND NAME HOW [MORE]`. All fields are the machine's words, and may be any text. */
type DescribeDrift = (
  fields: { readonly name: string; readonly how: string; readonly more: ReplyFields },
  context: DriftContext,
) => Drift;

const howEtc: { readonly [how: string]: string } = {
  missing: "is missing",
  replaced: "is not Troupe's file any more",
  content: "has other content",
  mode: "has another mode or owner",
  shadow: "takes precedence over the declared unit",
};

const howUnit: { readonly [how: string]: (path: string) => string } = {
  masked: () => "is masked",
  unmasked: (path) => `is not masked any more: ${path} defines it`,
  replaced: (path) => `is defined by ${path}`,
  "drop-in": (path) => `is changed by ${path}`,
  missing: () => "is not known to systemd",
  stale: () => "has changed since systemd loaded it",
};

/** The kinds that the agent script's functions `report_AREA_drift` print. */
const kinds: { readonly [kind: string]: DescribeDrift } = {
  etc: ({ name, how }, { manifest, generation, etc }) => {
    const path = manifest?.etc.find((entry) => entry.target === name)?.path;
    const wanted = path === undefined ? undefined : generation?.files.get(path)?.bytes;
    const here = etc?.get(name);
    const diff = wanted === undefined || here === undefined ? "" : unifiedDiff(`/etc/${name}`, here, wanted);
    return { kind: "etc", name: `/etc/${name}`, how: ownValue(howEtc, how) ?? how, ...(diff !== "" && { diff }) };
  },
  tree: ({ name }, { manifest }) => {
    const target = manifest?.etc.find((entry) => entry.path === name && entry.kind === "link")?.target;
    return target === undefined
      ? { kind: "file", name, how: "has other content" }
      : { kind: "etc", name: `/etc/${target}`, how: "has other content" };
  },
  hosts: () => ({ kind: "hosts", name: "/etc/hosts", how: "has other lines between Troupe's marks" }),
  hostname: ({ name, more: [wanted = "the one that was set"] }) => ({
    kind: "hostname",
    name,
    how: `is not ${wanted}`,
  }),
  ...accountDrift,
  sysctl: ({ name, more: [now = "another", wanted = "the declared one"] }) => ({
    kind: "sysctl",
    name,
    how: `is ${now || "empty"} instead of ${wanted}`,
  }),
  tmpfiles: ({ name, how, more: [now = "other", wanted = "declared"] }) => ({
    kind: "tmpfiles",
    name,
    how:
      how === "missing" ? "is missing" : how === "type" ? `is a ${now}` : `has the ${how} ${now} instead of ${wanted}`,
  }),
  firewall: ({ how }) => ({
    kind: "firewall",
    name: "the firewall",
    how: how === "missing" ? "is not loaded" : "has other rules",
  }),
  boot: ({ name, how }) => ({
    kind: "boot",
    name,
    how: how === "changed" ? "has other content" : "is missing or masked",
  }),
  unit: ({ name, how, more: [path = "another file"] }) => ({
    kind: "unit",
    name,
    how: ownValue(howUnit, how)?.(path) ?? how,
  }),
  package: ({ name }) => ({ kind: "package", name, how: "is not installed any more" }),
};

/** Returns the drift in words. A kind that this version does not know is shown as the machine says it. */
export function driftOf(host: HostState, context: DriftContext = {}): readonly Drift[] {
  const lines = host.drift.map(([kind = "", name = "", how = "", ...more]): Drift => {
    return (
      ownValue(kinds, kind)?.({ name, how, more }, context) ?? {
        kind,
        name: `${kind} ${name}`.trim(),
        how: how || "differs",
      }
    );
  });
  const units = host.troubledUnits.map(({ unit, load, state }): Drift => ({
    kind: "unit",
    name: unit,
    how: load === "loaded" ? `is ${state}` : `is ${load}`,
  }));
  return [...lines, ...units];
}
