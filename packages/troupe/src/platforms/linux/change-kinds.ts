/** The kinds of changes in plans of machines of class `linux`. */
import type { ChangeKind } from "../../deploy/model/platform.ts";

/** In the order in which changes are shown: parts that others need come first. */
export const linuxChangeKinds = {
  hostname: { noun: "host name" },
  host: { noun: "/etc/hosts:" },
  group: { noun: "group" },
  user: { noun: "user" },
  package: { noun: "package", listedApart: true },
  etc: {},
  tmpfiles: { noun: "tmpfiles" },
  sysctl: { noun: "sysctl" },
  unit: {},
  script: { noun: "script", generated: true },
  health: { noun: "health check", generated: true },
} as const satisfies { readonly [kind: string]: ChangeKind };

/** A kind of {@link linuxChangeKinds}. */
export type LinuxChangeKind = keyof typeof linuxChangeKinds;
