import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes, type AgentBox } from "./testing/agent-box.ts";

const version = (number: number) =>
  rendered({
    environment: { etc: { v: { text: `${number}\n` } } },
    networking: { hosts: { "192.0.2.7": [`printer${number}`] } },
  }).generation;
const [first, second] = [version(1), version(2)];

/** Makes a program fail with a message, or hang, where a condition of sh on its arguments `$*` holds. */
const sabotage = (box: AgentBox, program: string, condition: string, action: string) =>
  box.run(`f=/usr/local/sbin/${program}; if [ -e $f ]; then mv $f /run/${program}.stub; else ln -s /usr/bin/${program} /run/${program}.stub; fi
printf '%s\\n' '#!/bin/sh' 'if ${condition}; then ${action}; fi' 'exec /run/${program}.stub "$@"' >$f; chmod 755 $f`);
const full = (program: string) => `echo "${program}: No space left on device" >&2; exit 1`;

/** A box that runs the first generation, has the second one staged, and may run code among the agent's functions. */
function preparedBox(code = ""): AgentBox {
  const box = agentBox();
  box.apply(first);
  box.stage(second);
  if (code !== "")
    box.run(
      `a=/var/lib/troupe/agent; { sed '/^verb=/,$d' $a; echo '${code}'; sed -n '/^verb=/,$p' $a; } >/run/a; cp /run/a $a`,
    );
  return box;
}
const switchArguments = [second.id, first.id, "2", "60", "ann"];
const installedSwitch = `sh /var/lib/troupe/agent switch ${switchArguments.join(" ")} </dev/null`;
const filesOf = (box: AgentBox) =>
  box.run(
    "cat /etc/v; sed -n s/.*printer//p /etc/hosts; cd /var/lib/troupe; ls -d pending unfinished left 2>/dev/null",
  );

describe.skipIf(!canMakeBoxes)("(needs root) a revert", () => {
  it("names the parts that did not go back, and tries them again until they are back", () => {
    using box = preparedBox("settle_units() { touch /run/full; return 1; }");
    sabotage(box, "mv", "[ -e /run/full ] && case $* in */etc/hosts) ;; *) false ;; esac", full("mv"));
    const reply = box.run(installedSwitch);
    expect(reply).toContain("left\thosts\t/etc/hosts\tit cannot be written: No space left on device");
    expect(reply).toMatch(/end\treverted$/);
    expect(filesOf(box)).toBe("1\n2\nleft\nunfinished");
    expect(box.run("grep -c troupe-restore /run/systemd.log")).not.toBe("0");
    expect(box.ask("probe", ["-"]).text).toContain(
      "left\thosts\t/etc/hosts\tit cannot be written: No space left on device\n",
    );
    // A restart tries again, and the list outlives it.
    box.run("rm -rf /run/troupe; sh /var/lib/troupe/agent boot");
    expect(filesOf(box)).toBe("1\n2\nleft\nunfinished");
    // The unit tries until the disk has room.
    sabotage(box, "sleep", "true", "rm -f /run/full; exit 0");
    box.run("sh /var/lib/troupe/agent restore");
    expect(filesOf(box)).toBe("1\n1");
    expect(box.ask("probe", ["-"]).text).not.toContain("left\t");
  });

  it("keeps the user's host name where the switch ended before it took the name over", () => {
    using box = agentBox();
    const named = rendered({ networking: { hostName: "alice" } }).generation;
    box.run("echo before >/etc/hostname");
    box.stage(named);
    box.run(
      "a=/var/lib/troupe/agent; { sed '/^verb=/,$d' $a; echo 'keep_hostname() { kill -9 $$; }'; sed -n '/^verb=/,$p' $a; } >/run/a; cp /run/a $a",
    );
    box.run(`sh /var/lib/troupe/agent switch ${named.id} - 2 60 ann </dev/null`);
    expect(box.run("cat /etc/hostname; ls /var/lib/troupe/pending 2>&1")).toMatch(/^before\nls: /);
  });

  it("keeps the user's host name where it is interrupted after the file came back", () => {
    using box = agentBox();
    const named = rendered({ networking: { hostName: "alice" } }).generation;
    box.run("echo before >/etc/hostname");
    box.stage(named);
    box.ask("switch", [named.id, "-", "2", "60", "ann"]);
    // The first revert ends where the machine would take the name.
    box.run("mv /usr/local/sbin/hostname /run/hostname; mv /usr/local/sbin/hostnamectl /run/hostnamectl");
    box.run(
      `for name in hostname hostnamectl; do printf '#!/bin/sh\\nexit 1\\n' >/usr/local/sbin/$name; chmod 755 /usr/local/sbin/$name; done`,
    );
    box.ask("revert", [named.id, "a test", "once"]);
    box.run(`sh /var/lib/troupe/agent settle ${named.id} -`);
    expect(box.run("cat /etc/hostname")).toBe("before");
  });

  it("is tried again by the next switch, where parts did not go back", () => {
    using box = preparedBox("settle_units() { touch /run/full; return 1; }");
    sabotage(box, "mv", "[ -e /run/full ] && case $* in */etc/hosts) ;; *) false ;; esac", full("mv"));
    box.run(`${installedSwitch}; rm /run/full`);
    const third = version(3);
    expect(box.apply(third, { from: first.id })).toContain("confirmed");
    expect(filesOf(box)).toBe("3\n3");
  });

  it("stays pending while its move breaks off, and repeats with pauses", () => {
    using box = preparedBox(
      'move_hosts() { :; }; move_hostname() { if [ -n "$TROUPE_GO_ON" ] && ! [ -e /run/room ]; then kill -9 $$; fi; }; settle_units() { return 1; }',
    );
    const reply = box.run(installedSwitch);
    expect(reply).toMatch(/end\tlost$/);
    expect(box.run("sed -n 's/^state\\t//p' /var/lib/troupe/pending; tail -n 1 /run/systemd.log")).toContain(
      "switching",
    );
    expect(box.run("grep -c -e '--on-active=5 .*agent revert' /run/systemd.log")).toBe("1");
    sabotage(box, "sleep", "true", "touch /run/room; exit 0");
    box.run(`sh /var/lib/troupe/agent revert ${second.id} "nobody confirmed it in time"`);
    expect(box.run("cat /etc/v; ls /var/lib/troupe/pending 2>&1 | sed 's/.*: //'")).toBe(
      "1\nNo such file or directory",
    );
  });

  it("goes on where systemd hangs", () => {
    using box = preparedBox("settle_units() { touch /run/hang; return 1; }");
    sabotage(box, "systemctl", '[ -e /run/hang ] && [ "$1" = daemon-reload ]', "exec sleep 1000");
    expect(box.run(`export SYSTEMCTL_SECONDS=1; ${installedSwitch}`)).toMatch(/end\treverted$/);
    expect(filesOf(box)).toBe("1\n1");
  });

  it.for([
    ["the process that switches is killed", "settle_units() { kill -9 $$; }", "it broke off"],
    [
      "there is no space for the record",
      "await_confirmation() { echo no space >&2; return 1; }",
      "it could not be carried out: no space",
    ],
    [
      "no file can be prepared",
      "make_stage() { echo mkdir: no space >&2; return 1; }",
      "it could not be carried out: etc /: mkdir: no space",
    ],
  ] as const)("gives its cause: %s", ([, code, reason]) => {
    using box = preparedBox(code);
    const reply = box.run(installedSwitch);
    expect(reply).toContain("failed\tstep\tmove");
    expect(reply).toMatch(/end\treverted$/);
    expect(box.run("cut -f4 /var/lib/troupe/reverted")).toBe(reason);
    expect(filesOf(box)).toBe("1\n1");
  });

  it("follows at the confirmation, where the switch was killed with its session", () => {
    using box = preparedBox("activate_in_unit() { kill -9 $$; }");
    box.run(installedSwitch);
    expect(filesOf(box)).toBe("1\n1\npending");
    expect(box.ask("confirm", [second.id]).end).toEqual(["busy", "switching", "2", "ann"]);
    box.run("sed -i 's/^asked.*/asked\\t1/' /var/lib/troupe/pending");
    const { end, text } = box.ask("confirm", [second.id]);
    expect(end).toEqual(["reverted"]);
    expect(text).toContain("failed\tstep\tmove");
    expect(filesOf(box)).toBe("1\n1");
  });
});

describe.skipIf(!canMakeBoxes)("(needs root) a switch", () => {
  it.for([
    ["its timer", "--on-active"],
    ["its unit", "troupe-activate"],
  ])("that cannot start %s is refused with the cause, and leaves nothing behind", ([, unit]) => {
    using box = preparedBox();
    sabotage(box, "systemd-run", `case "$*" in *${unit}*) ;; *) false ;; esac`, "echo no bus >&2; exit 1");
    sabotage(box, "sleep", "true", "exit 0");
    const { end, text } = box.ask("switch", switchArguments);
    expect(end).toEqual(["refused", "unready"]);
    expect(text).toContain("log\tno bus");
    expect(filesOf(box)).toBe("1\n1");
    expect(box.run("readlink /var/lib/troupe/current")).toBe(`generations/${first.id}`);
  });
});
