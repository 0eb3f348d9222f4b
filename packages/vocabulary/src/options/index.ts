/** The portable vocabulary as one tree of options. */
import { factsOptions } from "@troupe/core";
import type { Fragment, Out } from "@troupe/modules";
import { assertions } from "./assertions.ts";
import { boot } from "./boot.ts";
import { environment } from "./environment.ts";
import { healthChecks } from "./health-checks.ts";
import { networking } from "./networking.ts";
import { systemd } from "./systemd/index.ts";
import { users } from "./users.ts";
import { warnings } from "./warnings.ts";

/**
 * The options with one meaning on every platform. Names, types, defaults and meanings are those of NixOS, except for
 * `healthChecks` and `facts`; the firewall is off by default.
 */
export const systemOptions = {
  assertions,
  warnings,
  healthChecks,
  boot,
  environment,
  ...factsOptions,
  networking,
  systemd,
  users,
};

/** The definitions that a module may have in the portable vocabulary. */
export interface SystemFragment extends Fragment<typeof systemOptions> {}
declare module "@troupe/core" {
  interface Vocabulary {
    readonly users: NonNullable<NonNullable<SystemFragment["users"]>["users"]>;
  }
}

/** A machine's evaluated configuration. */
export interface SystemConfig extends Out<typeof systemOptions> {}
