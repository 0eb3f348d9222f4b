/** The group `systemd`: units and rules of tmpfiles.d. */
import type { Renderer } from "../model/generation-draft.ts";
import { renderServices } from "../units/services.ts";
import { renderSockets } from "../units/sockets.ts";
import { renderTargets } from "../units/targets.ts";
import { renderTimers } from "../units/timers.ts";
import { renderTmpfiles } from "./tmpfiles.ts";

/** Renders the units of each kind, and the rules of tmpfiles.d. */
export const renderSystemd: Renderer<"systemd"> = (draft, { systemd }) => {
  const { services, timers, sockets, targets, tmpfiles } = systemd;
  renderServices(draft, systemd);
  renderTimers(draft, timers, services);
  renderSockets(draft, sockets);
  renderTargets(draft, targets);
  renderTmpfiles(draft, tmpfiles);
};
