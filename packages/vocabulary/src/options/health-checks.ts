/** The group `healthChecks`, which Troupe adds to the options of NixOS. */
import { option, t, variantOf } from "@troupe/modules";

const tcp = t.submodule({
  host: option(t.str, { default: "127.0.0.1", description: "Name or address to connect to." }),
  port: option(t.port, { description: "Port to connect to." }),
});

const http = t.submodule({
  url: option(
    variantOf(t.strMatching(/^http:\/\/(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?(?:\/[!-~]*)?$/), {
      words: {
        one: 'an address such as "http://localhost:8080/health"',
        many: 'addresses such as "http://localhost:8080/health"',
      },
    }),
    {
      description:
        "The address to fetch. Only `http:`, because a machine may lack a program that speaks TLS; use `script` for others.",
      example: "http://127.0.0.1:8080/healthz",
    },
  ),
  status: option(t.nullOr(t.int), {
    default: null,
    description: "The status that is healthy. If null, any from 200 to 399.",
  }),
});

export const healthChecks = option(
  t.attrsOf(
    t.submodule({
      description: option(t.str, {
        default: "",
        description: "Describes what works when the check passes. Shown beside the check's name.",
      }),
      script: option(t.nullOr(t.lines), {
        default: null,
        description:
          "POSIX shell commands that succeed if all is well. They run as root, and end at the first one that fails (`set -e`).",
      }),
      tcp: option(t.nullOr(tcp), { default: null, description: "Healthy if a TCP connection can be made." }),
      http: option(t.nullOr(http), { default: null, description: "Healthy if an HTTP request is answered." }),
      timeout: option(t.ints.positive, {
        default: 30,
        description:
          "Seconds within which the check must pass. The check is repeated until it passes or these seconds are over; each attempt takes at most 10 seconds.",
      }),
    }),
  ),
  {
    default: {},
    description:
      "Troupe's own: checks that must pass on the machine before a switch becomes permanent; otherwise the machine goes back to what it had. Each has exactly one of `script`, `tcp` and `http`.",
  },
);
