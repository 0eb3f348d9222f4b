/** The machine whose state is recorded: its configuration, its state from before Troupe, and its archives. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SystemFragment } from "@troupe/vocabulary";
import { type AgentBox, agentBox } from "../../packages/linux/src/agent/testing/agent-box.ts";
import { desire, labTarget } from "../../packages/troupe/src/deploy/testing/lab-machines.ts";

export const alice = labTarget("alice");

/** The file of the machine's owner that generations adopt. */
export const adopted = "app/main.conf";

const configuration = (number: number): SystemFragment => ({
  environment: { etc: { [adopted]: { text: `version ${number}\n`, mode: "0640" }, own: { text: "own\n" } } },
  networking: { hosts: { "192.0.2.7": ["printer"] } },
  // The unconfirmed switch adds a kernel parameter, whose value its revert gives back.
  boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1, ...(number === 4 && { "vm.swappiness": 10 }) } } },
  users: { users: { ann: { isNormalUser: true, shell: "/bin/sh", home: "/srv/ann", extraGroups: ["sudo"] } } },
  systemd: {
    services: { kv: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: `/bin/sleep ${number}00` } } },
  },
});

/** The configuration of a generation: 1 and 2 are confirmed, and 4 waits for its confirmation. */
export const version = (number: number) => desire(alice, configuration(number));
/** A generation that the machine reverts. */
export const unhealthy = desire(alice, {
  ...configuration(3),
  healthChecks: { never: { script: "echo no >&2; false", timeout: 1 } },
});
/** A generation without the adopted file and the account. */
export const withoutFile = desire(alice, { environment: { etc: { own: { text: "own\n" } } } });

/** A machine that Troupe has never changed. */
export function untouched(): AgentBox {
  const box = agentBox({ parameters: { "net/ipv4/ip_forward": "0", "vm/swappiness": "60" } });
  box.run(`printf '%s\\n' users:x:100: sudo:x:27: ann:x:1000: >>/etc/group
    printf '%s\\n' 'sudo:*::' >/etc/gshadow; printf 'root:*:19000::::::\\nann:*:19000::::::\\n' >/etc/shadow
    echo 'ann:x:1000:1000:By hand,,,:/tmp:/bin/bash' >>/etc/passwd; echo '127.0.0.1 localhost' >/etc/hosts
    mkdir /etc/app; echo mine >/etc/${adopted}; chmod 600 /etc/${adopted}`);
  return box;
}

/** Describes what belongs to the machine's owner. */
export const ownersState = (box: AgentBox): string =>
  box.run(
    `cat /etc/${adopted} /etc/hosts /proc/sys/net/ipv4/ip_forward; stat -c '%a %U' /etc/${adopted}; grep ann /etc/passwd /etc/group`,
  );

/** Units run in `run/units` of the stub of systemd. */
const folders = ["etc", "var/lib/troupe", "run/troupe", "run/units"];

/** Returns the machine's state as an archive. */
export function archiveOf(box: AgentBox): Buffer {
  // Sockets and locks are no state, and the script arrives anew with the next request.
  const text = box.run(
    `tar -czf - -C / --sort=name --exclude=etc/alternatives --exclude=run/troupe/agent --exclude=run/troupe/lock ${folders.join(" ")} | base64 -w0`,
  );
  return Buffer.from(text, "base64");
}

/** Returns a machine with the state of an archive. */
export function recorded(version: string, name: "confirmed" | "unconfirmed"): AgentBox {
  const box = agentBox({
    parameters: { "net/ipv4/ip_forward": "1", "vm/swappiness": name === "unconfirmed" ? "10" : "60" },
  });
  box.run("tar -xzpf - -C /", readFileSync(join(import.meta.dirname, version, `${name}.tar.gz`)));
  return box;
}
