/** `systemd.*`: units other than services, and tmpfiles. Names and meanings are NixOS's. */
import { option, t } from "@troupe/modules";
import { services } from "./services.ts";
import { section, unitOptions } from "./unit.ts";

const addresses = (what: string) =>
  option(t.listOf(t.str), {
    default: [],
    description: `Where to listen for ${what}: a port, \`ADDRESS:PORT\` or a path.`,
    example: ["6379"],
  });

export const systemd = {
  services,
  timers: option(
    t.attrsOf(
      t.submodule({
        ...unitOptions,
        timerConfig: section("Timer", "systemd.timer", { OnCalendar: "daily", Persistent: true }),
      }),
    ),
    {
      default: {},
      description:
        "Timers, by name without the suffix `.timer`. They start the service of the same name; `wantedBy` is usually `timers.target`.",
    },
  ),
  sockets: option(
    t.attrsOf(
      t.submodule({
        ...unitOptions,
        listenStreams: addresses("connections"),
        listenDatagrams: addresses("datagrams"),
        socketConfig: section("Socket", "systemd.socket", { Accept: true }),
      }),
    ),
    {
      default: {},
      description:
        "Sockets, by name without the suffix `.socket`. They start the service of the same name; `wantedBy` is usually `sockets.target`.",
    },
  ),
  targets: option(t.attrsOf(t.submodule(unitOptions)), {
    default: {},
    description: "Targets, by name without the suffix `.target`: groups of units, and points to wait for.",
  }),
  tmpfiles: {
    rules: option(t.listOf(t.singleLineStr), {
      default: [],
      example: ["d /srv/data 0750 data data -"],
      description:
        "Lines of tmpfiles.d(5): files and directories that are made, changed or cleaned up, at boot and at each switch.",
    }),
  },
};
