/** `systemd.sockets`. */
import type { SystemConfig } from "@troupe/vocabulary";
import { incompleteUnit } from "../diagnostics.ts";
import type { Draft, Path } from "../model/generation-draft.ts";
import { section } from "./section.ts";
import { addUnit, renderUnits, unitSection } from "./unit.ts";
import { unitLine } from "./values.ts";

type Socket = SystemConfig["systemd"]["sockets"][string];

/** Renders the sockets. */
export function renderSockets(draft: Draft, sockets: SystemConfig["systemd"]["sockets"]): void {
  renderUnits(draft, "sockets", sockets, (unit, socket, at) => renderSocket(draft, unit, socket, at));
}

function renderSocket(draft: Draft, unit: string, socket: Socket, at: Path): void {
  const body = section(draft, unit, "Socket");
  // systemd passes sockets to a service in this order.
  for (const [setting, option] of [
    ["ListenDatagram", "listenDatagrams"],
    ["ListenStream", "listenStreams"],
  ] as const) {
    for (const address of socket[option])
      body.add(setting, unitLine(draft.text(address, [...at, option])), [...at, option]);
  }
  const listens =
    body.text() !== "" || Object.keys(socket.socketConfig).some((setting) => setting.startsWith("Listen"));
  if (!listens && socket.overrideStrategy !== "asDropin") {
    draft.report(
      incompleteUnit,
      { unit, lacks: "does not say where to listen (`listenStreams`, `listenDatagrams`)" },
      at,
    );
  }
  body.addAll(socket.socketConfig, [...at, "socketConfig"]);
  addUnit(draft, unit, socket, [unitSection(draft, unit, socket, at), body], "restart", [at]);
}
