import type { SystemFragment } from "@troupe/vocabulary";
import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { type AgentBox, agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const sshd = (text: string, more: SystemFragment = {}) =>
  rendered({ environment: { etc: { "ssh/sshd_config.d/10-site.conf": { text } } }, ...more }).generation;

/** A machine whose sshd, sudo and systemd are stand-ins: they refuse files that hold "Bogus". */
function sshBox(): AgentBox {
  const box = agentBox();
  box.run(`mkdir -p /etc/ssh/sshd_config.d /etc/sudoers.d; echo 'Port 22' >/etc/ssh/sshd_config; echo root >/etc/sudoers
    printf '#!/bin/sh\\nif grep -rh Bogus /etc/ssh >&2; then exit 255; fi\\n' >/usr/local/sbin/sshd
    printf '#!/bin/sh\\nif grep -rh Bogus /etc/sudoers /etc/sudoers.d >&2; then exit 1; fi\\n' >/usr/local/sbin/visudo
    sed -i 's,^case $verb in,case $* in *ssh.socket*ssh.service*) cat /run/listening 2>/dev/null; exit ;; esac\\n&,' /usr/local/sbin/systemctl
    echo 'ssh.service loaded active running OpenBSD Secure Shell server' >/run/listening; chmod 755 /usr/local/sbin/*`);
  return box;
}
const restarts = "grep -sE ' (restart|stop) ssh' /run/systemd.log; : >/run/systemd.log";

describe.skipIf(!canMakeBoxes)("(needs root) the road in", () => {
  it("is tested with the new files before anything changes", { timeout: 300_000 }, () => {
    using box = sshBox();
    const before = box.run("find /etc -type f | xargs sha256sum");
    for (const [generation, reply] of [
      [sshd("Bogus yes\n"), "unusable\tsshd\nlog\tsshd\tBogus yes\nend\trefused\troad\n"],
      [
        rendered({ environment: { etc: { "sudoers.d/site": { text: "Bogus\n", mode: "0440" } } } }).generation,
        "unusable\tvisudo\nlog\tvisudo\tBogus\nend\trefused\troad\n",
      ],
      [
        rendered({ users: { users: { ann: { isNormalUser: true, shell: "/usr/bin/nosuch" } } } }).generation,
        "unusable\tshell\nlog\tshell\t/usr/bin/nosuch of ann does not exist\nend\trefused\troad\n",
      ],
    ] as const) {
      box.stage(generation);
      expect(box.ask("switch", [generation.id, "-", "2", "60", "ann"]).text).toContain(reply);
      expect(box.run("find /etc -type f | xargs sha256sum; ls /var/lib/troupe/pending 2>/dev/null")).toBe(before);
    }
  });

  it.for([
    ["PermitRootLogin no", "sshd would refuse root, who deploys: permitrootlogin no"],
    ["DenyUsers ro*", "sshd would refuse root, who deploys: denyusers ro*"],
    ["AllowUsers ann", "sshd would refuse root, who deploys: allowusers"],
    ["AllowUsers ann r??t@192.0.2.1", undefined],
  ] as const)("is refused where sshd would refuse the deploying user: %s", ([line, problem]) => {
    using box = sshBox();
    // sshd -T prints a line for each user.
    box.run(`cat >/usr/local/sbin/sshd <<'END'
#!/bin/sh -f
case $* in *-T*) for file in $(find /etc/ssh/sshd_config.d -type f); do while read -r key value; do for name in $value; do
  echo "$(echo "$key" | tr A-Z a-z) $name"; done; done <"$file"; done ;; esac
END`);
    const generation = sshd(`${line}\n`);
    box.stage(generation);
    const { text } = box.ask("switch", [generation.id, "-", "2", "60", "ann"]);
    if (problem === undefined) expect(text).not.toContain("unusable");
    else expect(text).toContain(`unusable\tlogin\nlog\tlogin\t${problem}\nend\trefused\troad\n`);
  });

  it.for([
    ["a service", "ssh.service loaded active running x", "systemctl restart ssh.service"],
    [
      "a socket",
      "ssh.socket loaded active running x\nssh.service loaded active running x",
      "systemctl stop ssh.socket ssh.service\nsystemctl restart ssh.socket",
    ],
    [
      "a socket that is listed after its service",
      "ssh.service loaded active running x\nssh.socket loaded active running x",
      "systemctl stop ssh.socket ssh.service\nsystemctl restart ssh.socket",
    ],
    ["neither", "", ""],
  ] as const)("restarts what listens: %s", ([, listening, commands]) => {
    using box = sshBox();
    box.run(`printf '%s' '${listening}' >/run/listening`);
    box.call(
      "make_run_dir; mkdir /etc/ssh/authorized_keys.d; begin_road; sleep 0.1; echo 'Port 22' >/etc/ssh/sshd_config.d/a.conf; move_road; begin_road; sleep 0.1; echo key >/etc/ssh/authorized_keys.d/ann; move_road",
    );
    expect(box.run(restarts)).toBe(commands);
  });

  it("does not restart sshd with a configuration that it refuses", () => {
    using box = sshBox();
    expect(
      box.call(
        "set +e; TROUPE_GO_ON=1; make_run_dir; begin_road; sleep 0.1; echo 'Bogus no' >/etc/ssh/sshd_config.d/a.conf; move_road",
      ),
    ).toBe("left\troad\tsshd\tBogus no\nsshd\tBogus no");
    expect(box.run(restarts)).toBe("");
  });
});
