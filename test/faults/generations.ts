/** The generations that the scenarios switch between. Each kind of change is in the step from A to B. */
import type { Generation } from "../../packages/linux/src/model/generation.ts";
import { rendered } from "../../packages/linux/src/testing/rendered.ts";

const service = (name: string, version: string, more: { readonly [setting: string]: unknown } = {}) => ({
  wantedBy: ["multi-user.target"],
  serviceConfig: { ExecStart: `/usr/bin/${name} ${version}`, ...more },
});

/** Files that a first switch to a generation takes over from the user. */
export const adopted: { readonly [generation: string]: readonly string[] } = {
  A: ["adopted.conf"],
  B: ["adopted-later.conf", "adopted-link", "adopted-directory", "systemd/system/handmade.service"],
  ill: ["adopted-later.conf", "adopted-link", "adopted-directory", "systemd/system/handmade.service"],
};

/** Units whose state counts. */
export const observedUnits: readonly string[] = [
  "same.service",
  "changed.service",
  "reloaded.service",
  "gone.service",
  "new.service",
  "new.timer",
  "handmade.service",
  "vendor.service",
  "ssh.service",
  "by-hand.service",
];

const accountsOfB = {
  users: {
    demo: { isNormalUser: true, shell: "/bin/bash", extraGroups: ["adm"] },
    ann: { isNormalUser: true, uid: 1000, group: "users", shell: "/bin/bash", extraGroups: ["sudo"] },
    added: { isSystemUser: true, group: "added", extraGroups: ["adm"] },
  },
  groups: { added: {} },
};

const b = {
  environment: {
    etc: {
      "same.conf": { text: "the same\n" },
      "changed.conf": { text: "B\n" },
      "mode.conf": { text: "mode\n", mode: "0644" },
      "content.conf": { text: `${"content of B\n".repeat(3000)}`, mode: "0640", group: "adm" },
      "deep/new/file.conf": { text: "new\n" },
      "adopted-later.conf": { text: "B\n", mode: "0600" },
      "adopted-link": { text: "B\n" },
      "adopted-directory": { text: "B\n" },
    },
  },
  networking: { hostName: "beta", hosts: { "192.0.2.1": ["a"], "192.0.2.2": ["b"] } },
  boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1, "vm.swappiness": 20 } } },
  users: accountsOfB,
  systemd: {
    services: {
      same: service("same", "1"),
      changed: service("changed", "B"),
      reloaded: {
        ...service("reloaded", "1", { ExecReload: "/bin/kill -HUP $MAINPID" }),
        reloadIfChanged: true,
        environment: { VERSION: "B" },
      },
      new: service("new", "1"),
      handmade: service("handmade", "of Troupe"),
      vendor: { enable: false },
    },
    timers: { new: { wantedBy: ["timers.target"], timerConfig: { OnCalendar: "daily" } } },
  },
};

const fragments = {
  A: {
    environment: {
      etc: {
        "same.conf": { text: "the same\n" },
        "changed.conf": { text: "A\n" },
        "mode.conf": { text: "mode\n", mode: "0600" },
        "content.conf": { text: `${"content of A\n".repeat(3000)}`, mode: "0640", group: "adm" },
        "removed/only/in-a.conf": { text: "A\n" },
        "adopted.conf": { text: "A\n" },
      },
    },
    networking: { hostName: "alpha", hosts: { "192.0.2.1": ["a"] } },
    boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1, "net.ipv4.tcp_syncookies": 0 } } },
    users: { users: { demo: { isNormalUser: true, shell: "/bin/sh" } }, groups: {} },
    systemd: {
      services: {
        same: service("same", "1"),
        changed: service("changed", "A"),
        reloaded: {
          ...service("reloaded", "1", { ExecReload: "/bin/kill -HUP $MAINPID" }),
          reloadIfChanged: true,
          environment: { VERSION: "A" },
        },
        gone: service("gone", "1"),
      },
    },
  },
  B: b,
  /** B with a service that fails. */
  ill: { ...b, systemd: { ...b.systemd, services: { ...b.systemd.services, changed: service("false", "B") } } },
} as const;

export type GenerationName = keyof typeof fragments;

const cache = new Map<GenerationName, Generation>();
/** Renders the generation. */
export function generation(name: GenerationName): Generation {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const { generation: made, diagnostics } = rendered(fragments[name]);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  cache.set(name, made);
  return made;
}
