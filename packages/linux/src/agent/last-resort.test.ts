import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes, type AgentBox } from "./testing/agent-box.ts";
import type { Generation } from "../model/generation.ts";

const first = rendered({ environment: { etc: { v: { text: "1\n" } } } }).generation;
const unrelated = rendered({ environment: { etc: { v: { text: "2\n" } } } }).generation;
const service = rendered({
  users: { users: { kv: { isSystemUser: true, group: "kv" } }, groups: { kv: {} } },
  environment: { etc: { v: { text: "1\n" } } },
}).generation;
const sshd = rendered({ environment: { etc: { "ssh/ssh_config.d/x.conf": { text: "#\n" } } } }).generation;

/** A box whose timer has reverted a switch to the generation. */
function revertedBox(to: Generation, mode: string, afterSwitch = "true"): AgentBox {
  const box = agentBox();
  box.run(
    "printf '#!/bin/sh\\ncase $* in *show-cursor*) echo \"-- cursor: c1\" ;; *after-cursor=c1*) cat /run/journal ;; esac\\n' >/usr/local/sbin/journalctl; : >/run/journal",
  );
  box.run(
    "printf '#!/bin/sh\\n' >/usr/local/sbin/sshd; sed -i 's,^case $verb in,case $* in *ssh.socket*) exit ;; esac\\n&,' /usr/local/sbin/systemctl; chmod 755 /usr/local/sbin/*",
  );
  box.apply(first);
  box.stage(to);
  const { text, end } = box.ask("switch", [to.id, first.id, "2", "1", "ann", mode]);
  expect(end, text).toEqual(["pending", "1"]);
  box.run(`${afterSwitch}; sh /var/lib/troupe/agent revert ${to.id} 'nobody confirmed it in time'`);
  expect(box.run("readlink /var/lib/troupe/current; ls /var/lib/troupe/pending")).toContain(first.id);
  return box;
}
const waits = (box: AgentBox) => box.run("test -e /run/troupe/restart && echo waits");
const restarts = (box: AgentBox) =>
  box.run("sh /var/lib/troupe/agent last_resort; grep -c 'systemctl reboot' /run/systemd.log");

describe.skipIf(!canMakeBoxes)("(needs root) the restart after the timer's revert", () => {
  it.for([
    ["a change of sshd", sshd, "restart", "waits"],
    ["a change of sshd, and --no-reboot", sshd, "-", ""],
    ["an unrelated change", unrelated, "restart", ""],
    ["the account of a service", service, "restart", ""],
  ] as const)("is planned for the way in alone: %s", ([, generation, mode, expected]) => {
    using box = revertedBox(generation, mode);
    expect(waits(box)).toBe(expected);
  });

  it("is planned where an address did not come back", () => {
    using box = revertedBox(unrelated, "restart", "sed -i 's/^addresses\\t/&,192.0.2.99/' /var/lib/troupe/pending");
    expect(waits(box)).toBe("waits");
  });

  it("happens once for a switch, and is told", () => {
    using box = revertedBox(sshd, "restart");
    expect(restarts(box)).toBe("1");
    expect(box.ask("probe", ["-"]).text).toContain(
      "nobody confirmed it in time, and then nobody logged in, so the machine restarted",
    );
    expect(box.run("cat /var/lib/troupe/restarted")).toMatch(new RegExp(`^${sshd.id} \\d+$`));
    expect(waits(box)).toBe("");
  });

  it.for([
    ["a login", "echo 'Accepted publickey for ann from 192.0.2.1' >/run/journal"],
    ["a login that sshd does not log", "echo 'pam_unix(sshd:session): session opened for user ann' >/run/journal"],
    ["a request", "TROUPE=$(cat /var/lib/troupe/agent) sh /var/lib/troupe/agent probe -"],
    ["a journal that cannot be read", "printf '#!/bin/sh\\nexit 1\\n' >/usr/local/sbin/journalctl"],
  ])("does not happen after %s", ([, event]) => {
    using box = revertedBox(sshd, "restart");
    box.run(`${event} </dev/null`);
    expect(restarts(box)).toBe("0");
    expect(waits(box)).toBe("");
  });

  it("happens although somebody failed to log in", () => {
    using box = revertedBox(sshd, "restart");
    box.run("echo 'Failed password for ann from 192.0.2.1 port 4 ssh2' >/run/journal");
    expect(restarts(box)).toBe("1");
  });
});
