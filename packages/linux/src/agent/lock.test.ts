import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const first = rendered({ environment: { etc: { v: { text: "1\n" } } } }).generation;
const second = rendered({ environment: { etc: { v: { text: "2\n" } } } }).generation;

describe.skipIf(!canMakeBoxes)("(needs root) the lock", () => {
  it.for([
    ["from the start", ":"],
    ["in a folder that was open", "mkdir /run/troupe; : >/run/troupe/lock; ls -i /run/troupe/lock >/run/before"],
  ] as const)("is out of reach for other users (%s)", ([, prepare]) => {
    using box = agentBox();
    box.run(prepare);
    expect(box.apply(first)).toContain("confirmed");
    expect(
      box.run(
        "stat -c %a /run/troupe; ls -i /run/troupe/lock | cmp -s - /run/before && echo trusted; ls /var/lib/troupe",
      ),
    ).not.toMatch(/trusted|lock/);
    expect(box.run("setpriv --reuid 65534 --clear-groups flock -n /run/troupe/lock true 2>&1")).toContain(
      "Permission denied",
    );
  });

  it("is awaited without limit by a revert, which then goes back", () => {
    using box = agentBox();
    box.apply(first);
    box.stage(second);
    expect(box.ask("switch", [second.id, first.id, "2", "60", "ann"]).end).toEqual(["pending", "60"]);
    // A flock that reports a limit would end here; the lock is held for longer than the script asks for.
    const log = box.run(`cat >/usr/local/sbin/flock <<'END'
#!/bin/sh
echo "$*" >>/run/flock.log
case $1 in -w) exit 1 ;; esac
END
chmod 755 /usr/local/sbin/flock; sh /var/lib/troupe/agent revert ${second.id} test; echo $?; cat /run/flock.log /etc/v; ls /var/lib/troupe/pending`);
    expect(log).toMatch(/^0\n9\n1\nls: /);
  });

  it("is not held while the switch reads its input", () => {
    using box = agentBox();
    box.apply(first);
    box.stage(second);
    const script = `(sleep 1; flock -n /run/troupe/lock echo free >&2) | TROUPE= sh /var/lib/troupe/agent switch ${second.id} ${first.id} 2 60 ann`;
    expect(box.run(script)).toContain("free");
  });
});

describe.skipIf(!canMakeBoxes)("(needs root) the timer of a pending switch", () => {
  it("is armed before the earlier timer stops, and repeats a revert that fails", () => {
    using box = agentBox();
    box.stage(first);
    box.ask("switch", [first.id, "-", "2", "60", "ann"]);
    const steps = box.run("grep -e on-active -e 'stop troupe-rollback-[0-9]' /run/systemd.log | cut -c1-40");
    expect(steps.split("\n").map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual([
      "systemd-run -q",
      "systemd-run -q",
      "systemctl stop",
    ]);
    expect(
      box.run(
        "grep -c -e '--on-active.*Restart=on-failure -p RestartSec=5 -p TimeoutStopSec=10 sh /var/lib/troupe/agent revert' /run/systemd.log",
      ),
    ).toBe("2");
  });

  it("is armed before the switch is on record, and its revert ends where no switch is pending", () => {
    using box = agentBox();
    box.apply(first);
    box.stage(second);
    box.call(`write_pending() { kill -9 $$; }; switch ${second.id} ${first.id} 2 60 ann </dev/null`);
    expect(box.run("tail -n 1 /run/systemd.log; ls /var/lib/troupe/pending")).toMatch(
      new RegExp(`--on-active=\\d+ .*agent revert ${second.id} .*\nls: `),
    );
    // The timer of a killed switch removes temporary files, and stops no other switch.
    const log = box.run(`touch /var/lib/troupe/pending.new.99999999; : >/run/systemd.log
sh /var/lib/troupe/agent revert ${second.id} test; echo $?; cat /run/systemd.log /etc/v; ls /var/lib/troupe/pending*`);
    expect(log).toMatch(/^0\n1\nls: cannot access '\/var\/lib\/troupe\/pending\*'/);
  });

  it("stays if the next one cannot be armed", () => {
    using box = agentBox();
    const script = `make_run_dir; echo troupe-rollback-1 >/run/troupe/timers; printf '#!/bin/sh\\nexit 1\\n' >/usr/local/sbin/systemd-run; arm_timer 5 x`;
    box.call(script);
    expect(box.run("cat /run/systemd.log /run/troupe/timers 2>/dev/null")).toMatch(/^troupe-rollback-1\n/);
  });

  it("stays until the revert has removed the pending switch", () => {
    using box = agentBox();
    box.apply(first);
    box.stage(second);
    box.ask("switch", [second.id, first.id, "2", "60", "ann"]);
    box.run("ln -s /nonexistent/x /var/lib/troupe/reverted.new; : >/run/systemd.log");
    const killed = `remove_pending() { exit 9; }; go_back ${second.id} ${first.id} test`;
    box.call(killed);
    expect(box.run("grep -c 'stop troupe-rollback' /run/systemd.log; ls /var/lib/troupe/pending")).toBe(
      "0\n/var/lib/troupe/pending",
    );
  });
});
