import { describe, expect, it } from "vitest";
import type { SystemFragment } from "@troupe/vocabulary";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

type Units = NonNullable<SystemFragment["systemd"]>;
type Services = NonNullable<Units["services"]>;
type Sockets = NonNullable<Units["sockets"]>;
const units = (services: Services, sockets: Sockets = {}) => rendered({ systemd: { services, sockets } }).generation;
/** A service that is up, of which the version is a part. */
const service = (version: number, more: Services[string] = {}): Services[string] => ({
  wantedBy: ["multi-user.target"],
  environment: { V: String(version) },
  ...more,
  serviceConfig: { ExecStart: "/bin/sleep infinity", ...more.serviceConfig },
});
const empty = rendered({}).generation;

/** Prints the states of units: "a.service active". */
const states = (...names: string[]) =>
  `for name in ${names.join(" ")}; do read -r active rest </run/units/$name; echo $name $active; done`;
/** Prints the steps that `systemctl` was asked for. */
const steps =
  "grep -E 'systemctl (stop|start|restart|reload)' /run/systemd.log | grep -v troupe- | sed 's/^systemctl //'";
const clearLog = ": >/run/systemd.log";

describe.skipIf(!canMakeBoxes)("(needs root) a switch of units", () => {
  /** Switches without a confirmation; returns the lines of the reply that matter. */
  const switchTo = (box: ReturnType<typeof agentBox>, to: typeof empty, from: typeof empty | undefined) => {
    box.stage(to);
    const { text } = box.ask("switch", [to.id, from?.id ?? "-", "60", "60", "ann"]);
    return text.split("\n").filter((line) => /^(?:failed|log|did|end|left|afterwards|drifted)\t/.test(line));
  };

  it("fails for a unit that systemd does not restart, and goes back without touching its process", () => {
    using box = agentBox();
    const first = units({ app: service(1), other: service(1) });
    const second = units({ app: service(1, { serviceConfig: { Bad: "" } }), other: service(2) });
    expect(box.apply(first)).toEqual(["staged", "pending 60", "confirmed"]);
    const before = box.run("cat /run/units/app.service");
    const lines = switchTo(box, second, first);
    expect(lines.filter((line) => !line.startsWith("did"))).toEqual([
      "log\tapp.service\tFailed to restart app.service: Unit app.service is bad-setting.",
      "failed\trestart\tapp.service\tbad-setting\tsuccess",
      "end\treverted",
    ]);
    expect(lines).toContain("did\trestart\tother.service");
    expect(box.run(`cat /run/units/app.service; ${states("app.service", "other.service")}`)).toBe(
      `${before}\napp.service active\nother.service active`,
    );
  });

  it("fails for a reload that fails, and reloads again with the old files", () => {
    using box = agentBox();
    const [first, second] = ["1", "2"].map((text) => units({ app: service(1, { reloadTriggers: [text] }) }));
    box.apply(first!);
    box.run(`touch /run/units/app.service.reload; ${clearLog}`);
    expect(switchTo(box, second!, first)).toEqual([
      "did\treload\tapp.service",
      "log\tapp.service\tJob for app.service failed.",
      "failed\treload\tapp.service\texit-code\tsuccess",
      "did\treload\tapp.service",
      "end\treverted",
    ]);
    expect(box.run(steps)).toBe("reload-or-restart -- app.service\nreload-or-restart -- app.service");
  });

  it("fails for a reload that is not over in time", () => {
    using box = agentBox();
    const [first, second] = ["1", "2"].map((text) => units({ app: service(1, { reloadTriggers: [text] }) }));
    box.apply(first!);
    box.stage(second!);
    box.run(`a=/var/lib/troupe/agent; { sed '/^verb=/,$d' $a
echo 'change_units() { case "\${TROUPE_GO_ON:-}:$1" in :reload*) return 124 ;; *) shift; systemctl restart -- "$@" ;; esac; }'; sed -n '/^verb=/,$p' $a; } >/run/a; cp /run/a $a`);
    box.run(`sh /var/lib/troupe/agent switch ${second!.id} ${first!.id} 2 60 ann </dev/null`);
    expect(box.run("cut -f4 /var/lib/troupe/reverted")).toBe(
      "it could not be carried out: units app.service: the reload was not over in time",
    );
  });

  it("fails for a unit that does not stop", () => {
    using box = agentBox();
    const first = units({ app: service(1), gone: service(1) });
    box.apply(first);
    box.run("touch /run/units/gone.service.stop");
    expect(switchTo(box, units({ app: service(1) }), first)).toEqual([
      "log\tgone.service\tJob for gone.service canceled.",
      "failed\tstop\tgone.service\tactive/active\t-",
      "end\treverted",
    ]);
    expect(box.run(states("gone.service"))).toBe("gone.service active");
  });

  it("starts the neighbours of a unit that fails, forward and back", () => {
    using box = agentBox();
    const [first, second] = [1, 2].map((version) =>
      units({ a: service(version), b: service(version), c: service(version) }),
    );
    box.apply(first!);
    box.run("touch /run/units/b.service.start");
    expect(switchTo(box, second!, first).at(-1)).toBe("end\treverted");
    expect(box.run(states("a.service", "b.service", "c.service"))).toBe(
      "a.service active\nb.service failed\nc.service active",
    );
  });

  it("changes a socket while its service is stopped, and starts the service again if it ran", () => {
    using box = agentBox();
    const [first, second] = [7001, 7002].map((port) =>
      units(
        { echo: { serviceConfig: { ExecStart: "/bin/sleep 1" } } },
        { echo: { wantedBy: ["sockets.target"], listenStreams: [String(port)] } },
      ),
    );
    box.apply(first!);
    box.run(`echo active id >/run/units/echo.service; ${clearLog}`);
    expect(switchTo(box, second!, first)).toEqual([
      "did\trestart\techo.socket",
      "did\trestart\techo.service",
      "end\tpending\t60",
    ]);
    expect(box.run(steps)).toBe("stop -- echo.socket echo.service\nrestart -- echo.socket echo.service");
    box.run(`sh /var/lib/troupe/agent revert ${second!.id} test`);
    expect(box.run(states("echo.socket", "echo.service"))).toBe("echo.socket active\necho.service active");
  });

  it("starts exactly what ran before when it goes back", () => {
    using box = agentBox();
    box.run(
      "mkdir -p /run/vendor; echo x >/run/vendor/ssh.service; echo x >/run/vendor/hand.service; touch /run/vendor/hand.service.enabled",
    );
    box.apply(units({ a: service(1), b: service(1) }));
    box.run(`for name in ssh hand; do systemctl start $name.service; done; systemctl stop b.service`);
    const first = units({ a: service(1), b: service(1) });
    const second = units({ a: service(2), b: service(2), ssh: { enable: false } });
    expect(switchTo(box, second, first)).toContain("did\tstop\tssh.service");
    expect(box.run(states("ssh.service", "b.service"))).toBe("ssh.service inactive\nb.service active");
    box.run(`sh /var/lib/troupe/agent revert ${second.id} test`);
    expect(box.run(states("a.service", "b.service", "ssh.service", "hand.service"))).toBe(
      "a.service active\nb.service inactive\nssh.service active\nhand.service active",
    );
  });

  it.for([
    ["the steps", "FragmentPath", "it could not be carried out: units systemd: it does not tell the states of units"],
    ["the verdict", "ReloadResult", "it was not healthy"],
  ] as const)("fails if systemd does not tell the states of units for %s", ([, properties, cause]) => {
    using box = agentBox();
    const first = units({ a: service(1), gone: service(1) });
    box.apply(first);
    const second = units({ a: service(2) });
    box.stage(second);
    box.run(
      `a=/var/lib/troupe/agent; { sed '/^verb=/,$d' $a; echo 'print_states() { case "$1:\${TROUPE_GO_ON:-}" in *${properties}*:) return 124 ;; esac; properties=$1; shift; exec systemctl show -p "$properties" -- "$@"; }'; sed -n '/^verb=/,$p' $a; } >/run/a; cp /run/a $a`,
    );
    expect(box.run(`sh /var/lib/troupe/agent switch ${second.id} ${first.id} 2 60 ann </dev/null`)).toMatch(
      /end\treverted$/,
    );
    expect(box.run("cut -f4 /var/lib/troupe/reverted")).toBe(cause);
    expect(box.run(states("a.service", "gone.service"))).toBe("a.service active\ngone.service active");
  });

  it("touches no unit when it goes back from before its first unit", () => {
    using box = agentBox();
    box.run("mkdir -p /run/vendor; echo x >/run/vendor/hand.service; systemctl start hand.service");
    const first = units({ a: service(1), b: service(1) });
    box.apply(first);
    box.run(`systemctl stop b.service; ${clearLog}`);
    const second = units({ a: service(2), hand: service(1) });
    box.stage(second);
    box.run(
      "a=/var/lib/troupe/agent; { sed '/^verb=/,$d' $a; echo 'move_accounts() { if [ -z \"${TROUPE_GO_ON:-}\" ]; then exit 1; fi; }'; sed -n '/^verb=/,$p' $a; } >/run/a; cp /run/a $a",
    );
    expect(box.run(`sh /var/lib/troupe/agent switch ${second.id} ${first.id} 60 60 ann </dev/null`)).toMatch(
      /end\treverted$/,
    );
    expect(box.run(steps)).toBe("");
    expect(box.run(states("a.service", "b.service", "hand.service"))).toBe(
      "a.service active\nb.service inactive\nhand.service active",
    );
  });

  it("starts the unit of the user again, whose file lay in the way of the declared one", () => {
    using box = agentBox();
    box.run(
      "mkdir -p /etc/systemd/system /run/vendor; echo user >/etc/systemd/system/hand.service; touch /run/vendor/hand.service.enabled; systemctl start hand.service",
    );
    const adopt = ["systemd/system/hand.service"];
    const [first, second] = [units({ app: service(1) }), units({ app: service(1), hand: service(2) })];
    box.apply(first);
    expect(box.apply(second, { from: first.id, adopt })).toContain("confirmed");
    box.run("echo by hand >/etc/systemd/system/hand.service");
    expect(box.apply(first, { from: second.id })).toContain("confirmed");
    expect(box.run(`cat /etc/systemd/system/hand.service; ${states("hand.service")}`)).toBe(
      "user\nhand.service active",
    );
  });

  it("starts an enabled unit that is no longer masked", () => {
    using box = agentBox();
    box.run(
      "mkdir -p /run/vendor; echo x >/run/vendor/redis.service; touch /run/vendor/redis.service.enabled; systemctl start redis.service",
    );
    const masked = units({ redis: { enable: false } });
    box.apply(masked);
    expect(box.run(states("redis.service"))).toBe("redis.service inactive");
    expect(switchTo(box, empty, masked)).toEqual(["did\tstart\tredis.service", "end\tpending\t60"]);
  });

  it("neither runs nor stops a job of a timer", () => {
    using box = agentBox();
    const job = (version: number) =>
      units({
        backup: {
          startAt: ["daily"],
          environment: { V: String(version) },
          serviceConfig: { Type: "oneshot", ExecStart: "/bin/sleep 1" },
        },
      });
    box.apply(job(1));
    box.run(`echo activating id >/run/units/backup.service; ${clearLog}`);
    expect(switchTo(box, job(2), job(1))).toEqual(["end\tpending\t60"]);
    box.ask("confirm", [job(2).id]);
    expect(switchTo(box, empty, job(2))).toEqual(["did\tstop\tbackup.timer", "end\tpending\t60"]);
    expect(box.run(steps)).toBe("stop -- backup.timer");
    expect(box.run(states("backup.service"))).toBe("backup.service activating");
  });

  it("moves a mask, a unit file and a drop-in away that somebody put over a declared unit", () => {
    using box = agentBox();
    const first = units({ a: service(1), b: service(1), c: service(1) });
    box.apply(first);
    box.run(
      `mkdir -p /etc/systemd/system/c.service.d; cd /etc/systemd/system; ln -s /dev/null a.service; echo x >b.service; echo y >c.service.d/hand.conf`,
    );
    expect(
      box
        .ask("probe", [first.id])
        .text.split("\n")
        .filter((line) => /^(?:drift|unit)\t/.test(line))
        .join("\n"),
    ).toBe(
      [
        "drift\tunit\ta.service\tmasked\t/etc/systemd/system/a.service",
        "drift\tunit\tb.service\treplaced\t/etc/systemd/system/b.service",
        "drift\tunit\tc.service\tdrop-in\t/etc/systemd/system/c.service.d/hand.conf",
      ].join("\n"),
    );
    expect(switchTo(box, first, first)).toEqual([
      "drifted\tsystemd/system/a.service",
      "drifted\tsystemd/system/b.service",
      "drifted\tsystemd/system/c.service.d/hand.conf",
      "did\trestart\ta.service",
      "did\trestart\tb.service",
      "did\trestart\tc.service",
      "end\tpending\t60",
    ]);
    expect(
      box.run(
        "find /etc/systemd/system ! -type d ! -name 'troupe*'; cd /var/lib/troupe/drifted; find . ! -type d | sort",
      ),
    ).toBe(
      ["a.service", "b.service", "c.service.d/hand.conf"].map((name) => `./etc/systemd/system/${name}`).join("\n"),
    );
  });
});
