/** Host name, /etc/hosts and the firewall. Names and meanings are NixOS's. */
import { enableOption, option, t, variantOf } from "@troupe/modules";

const ports = (protocol: string) =>
  option(t.listOf(t.port), {
    default: [],
    example: [22, 443],
    description: `${protocol} ports that connections from outside may reach.`,
  });
const portRanges = (protocol: string) =>
  option(
    t.listOf(
      t.submodule({
        from: option(t.port, { description: "The first port." }),
        to: option(t.port, { description: "The last port." }),
      }),
    ),
    {
      default: [],
      example: [{ from: 60000, to: 61000 }],
      description: `Ranges of ${protocol} ports that connections from outside may reach.`,
    },
  );

const allowed = {
  allowedTCPPorts: ports("TCP"),
  allowedUDPPorts: ports("UDP"),
  allowedTCPPortRanges: portRanges("TCP"),
  allowedUDPPortRanges: portRanges("UDP"),
};

export const networking = {
  hostName: option(
    variantOf(t.strMatching(/^$|^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/), {
      words: { one: "a host name (at most 63 letters, digits, - and _)", many: "host names" },
    }),
    {
      default: "",
      description: "The machine's name for itself, without a domain. If empty, the name that it has is left alone.",
    },
  ),
  domain: option(t.nullOr(t.str), { default: null, description: "The domain that `hostName` is in." }),
  hosts: option(t.attrsOf(t.listOf(t.str)), {
    default: {},
    example: { "192.0.2.10": ["alice.home.arpa", "alice"] },
    description: "Address -> names: entries of /etc/hosts, besides those that are there already.",
  }),
  firewall: {
    enable: enableOption(
      "the firewall. It lets in replies, local traffic and what the options beside this one allow, and drops the rest",
    ),
    ...allowed,
    allowPing: option(t.bool, { default: true, description: "Whether to answer pings." }),
    trustedInterfaces: option(t.listOf(t.str), {
      default: [],
      example: ["wg0"],
      description: "Network interfaces from which everything is let in.",
    }),
    interfaces: option(t.attrsOf(t.submodule(allowed)), {
      default: {},
      description: "Interface -> what is let in from there only, besides what is let in from everywhere.",
    }),
    extraInputRules: option(t.lines, {
      default: "",
      example: "ip saddr 192.0.2.0/24 tcp dport 9100 accept",
      description: "Further rules, in the syntax of nftables, that see what nothing else has let in.",
    }),
  },
};
