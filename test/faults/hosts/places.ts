/** The generations that real hosts switch between, and the machine of the user before Troupe. */
import { desire, labTarget } from "../../../packages/troupe/src/deploy/testing/lab-machines.ts";

/** A generation of the matrix. Each switch changes every kind of thing. */
export type Place = "A" | "B";
export const otherPlace = (place: Place): Place => (place === "A" ? "B" : "A");

/** The one host of the matrix. */
export const target = labTarget("alice");

const service = (name: string, version: string) => ({
  wantedBy: ["multi-user.target"],
  serviceConfig: { ExecStart: `/bin/sh -c 'echo ${version} > /run/${name}; exec sleep infinity'` },
});

/** Twelve files without a mode and twelve with one. */
const files = (place: Place) =>
  Object.fromEntries(
    Array.from({ length: 24 }, (_, index) => [
      `faults/file-${index}.conf`,
      {
        text: `content of ${place}, file ${index}\n`.repeat(1 + index * 20),
        ...(index % 2 === 0 ? {} : { mode: place === "A" ? "0640" : "0600", user: "root", group: "adm" }),
      },
    ]),
  );

const configurations = {
  A: {
    environment: { etc: { ...files("A"), "only-a/deep/file.conf": { text: "A\n" } } },
    networking: { hostName: "alpha", hosts: { "192.0.2.1": ["printer"] } },
    boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1, "net.ipv4.tcp_syncookies": 0 } } },
    users: { users: { demo: { isNormalUser: true, shell: "/bin/sh" } } },
    systemd: {
      services: { same: service("same", "1"), changed: service("changed", "A"), gone: service("gone", "1") },
    },
  },
  B: {
    environment: {
      etc: { ...files("B"), "only-b/deep/file.conf": { text: "B\n" }, "adopted.conf": { text: "B\n", mode: "0644" } },
    },
    networking: {
      hostName: "beta",
      hosts: { "192.0.2.1": ["printer"], "192.0.2.2": ["scanner"] },
      firewall: { enable: true, allowedTCPPorts: [22] },
    },
    boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1, "net.core.somaxconn": 1000 } } },
    users: {
      users: {
        demo: { isNormalUser: true, shell: "/bin/bash", extraGroups: ["adm"] },
        ann: { isNormalUser: true, shell: "/bin/bash", extraGroups: ["adm"] },
      },
    },
    systemd: {
      services: {
        same: service("same", "1"),
        changed: service("changed", "B"),
        new: service("new", "1"),
        handmade: service("handmade", "of Troupe"),
      },
      timers: { new: { wantedBy: ["timers.target"], timerConfig: { OnCalendar: "daily" } } },
    },
  },
} as const;

/** Files of the user that the switch to B takes over. */
export const adopted: readonly string[] = ["adopted.conf", "systemd/system/handmade.service"];

/** Returns the machine as it is desired. */
export const desired = (place: Place) => desire(target, configurations[place]);

/** Makes the user's own files, account and unit. */
export const userSetUp = `
printf 'original of the user\\n' >/etc/adopted.conf
chown daemon:daemon /etc/adopted.conf
chmod 600 /etc/adopted.conf
echo 'a line of the user' >/etc/unrelated.conf
useradd --create-home --shell /bin/sh ann
printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/handmade.service
systemctl enable --now --quiet handmade
sync
`;
