/** Problems with switches that could not begin, and with machines that did not go back whole: TRP5217 and TRP5218. */
import { diagnosticKind } from "@troupe/modules";
import type { LeftItem } from "./model/plan.ts";

export const notRestored = diagnosticKind<{ machine: string; items: readonly LeftItem[] }>({
  code: "TRP5217",
  title: "Parts of a machine did not go back",
  blocks: "nothing",
  message: ({ machine, items }) =>
    `${machine} took a switch back, but ${items.length === 1 ? "one part" : `${items.length} parts`} did not go back: ${items.map(({ area, name, reason }) => `${name} (${area})${reason === "" ? "" : `: ${reason}`}`).join("; ")}.`,
  hint: () =>
    "The machine tries again by itself, with growing pauses. Look at its disk: is it full, read-only or failing? The originals are below /var/lib/troupe/originals.",
  example: {
    machine: "alice",
    items: [{ area: "etc", name: "/etc/app/main.conf", reason: "No space left on device" }],
  },
});

export const unreadySwitch = diagnosticKind<{ machine: string; reason: string }>({
  code: "TRP5218",
  title: "A switch could not begin",
  blocks: "plan",
  message: ({ machine, reason }) =>
    `${machine} could not prepare to go back from the switch, so the switch did not begin${reason === "" ? "." : `: ${reason.replace(/\.$/, "")}.`} Nothing was changed.`,
  hint: () => "Look at the machine's disk and at systemd: is the disk full or read-only, does systemd-run work?",
  example: { machine: "alice", reason: "Failed to start transient timer unit: Connection timed out" },
});
