/** Kernel parameters. Names and meanings are NixOS's. */
import { option, t } from "@troupe/modules";

export const boot = {
  kernel: {
    sysctl: option(t.attrsOf(t.nullOr(t.oneOf([t.bool, t.int, t.str]))), {
      default: {},
      example: { "net.ipv4.ip_forward": 1 },
      description:
        "Kernel parameters, set at boot and at each switch; null leaves one alone that another module sets. See sysctl(8).",
    }),
  },
};
