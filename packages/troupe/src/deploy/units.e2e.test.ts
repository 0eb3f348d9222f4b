/** Applying units to a real host: what is called applied is in effect, and going back starts what ran before. */
import { type Lab } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { formatDiagnostic } from "@troupe/modules";
import type { SystemFragment } from "@troupe/vocabulary";
import { expect, test } from "vitest";
import { desire, labTarget, planAndApply } from "./testing/lab-machines.ts";
import type { MachineResult } from "./model/result.ts";

type Units = NonNullable<SystemFragment["systemd"]>;
type Service = NonNullable<Units["services"]>[string];

const run = async (lab: Lab, command: string): Promise<string> =>
  (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();
const problems = (results: readonly MachineResult[]): readonly string[] =>
  results.flatMap(({ outcome, diagnostics }) => [outcome, ...diagnostics.map((problem) => formatDiagnostic(problem))]);

describeWithHosts("units", () => {
  const lab = useLab({ hosts: ["alice"] });
  const alice = labTarget("alice");
  const units = (systemd: Units) => desire(alice, { systemd });
  const apply = (systemd: Units) => planAndApply(lab, [units(systemd)]);
  const service = (command: string, more: Service = {}): Service => ({
    wantedBy: ["multi-user.target"],
    ...more,
    serviceConfig: { ExecStart: command, ...more.serviceConfig },
  });
  const invocation = (unit: string) => run(lab, `systemctl show -P InvocationID ${unit}`);

  test("a unit that systemd does not restart or reload, and a timer that never elapses, are failed switches", async () => {
    const good = service("/bin/sleep 1111");
    await apply({ services: { app: good, other: good } });
    const before = await invocation("app.service");
    const dropIn = "/usr/lib/systemd/system/app.service.d";
    await run(lab, `mkdir ${dropIn}; printf '[Service]\\nExecStart=\\nExecStart=bin/sleep 2\\n' >${dropIn}/bad.conf`);
    const bad = await apply({ services: { app: service("/bin/sleep 2222"), other: service("/bin/sleep 3") } });
    expect(problems(bad.results)).toMatchInlineSnapshot(`
      [
        "failed-and-reverted",
        "TRP5220 app.service on alice was not restarted: systemd does not accept its settings. The machine went back to what it ran before.
        Failed to restart app.service: Unit app.service has a bad unit file setting.
        /usr/lib/systemd/system/app.service.d/bad.conf:3: Neither a valid executable name nor an absolute path: bin/sleep
        app.service: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.",
      ]
    `);
    expect(await run(lab, "systemctl is-active app other; pgrep -f 'sleep [0-9]'  -a | cut -d' ' -f2- | sort")).toBe(
      "active\nactive\n/bin/sleep 1111\n/bin/sleep 1111",
    );
    // The process that systemd did not restart is still the one from before.
    expect(await invocation("app.service")).toBe(before);
    await run(lab, `rm -r ${dropIn}; systemctl daemon-reload`);

    const reloading = (text: string) =>
      desire(alice, {
        environment: { etc: { rel: { text } } },
        systemd: {
          services: {
            app: good,
            rel: service("/bin/sleep 1111", { reloadTriggers: [text], reload: "grep one /etc/rel" }),
          },
        },
      });
    await planAndApply(lab, [reloading("one")]);
    const reloaded = await planAndApply(lab, [reloading("two")]);
    expect(reloaded.plan.machines[0]!.units).toMatchObject({ reload: ["rel.service"], restart: [] });
    expect(problems(reloaded.results)[1]).toContain(
      "TRP5220 rel.service on alice could not be reloaded: its reload command failed. The machine went back to what it ran before.\n  Job for rel.service failed.",
    );
    expect(await run(lab, "cat /etc/rel; echo; systemctl show -P ReloadResult rel")).toBe("one\nsuccess");

    const timer = (time: string) => ({
      services: { app: good, job: { startAt: [time], serviceConfig: { Type: "oneshot", ExecStart: "/bin/true" } } },
    });
    const past = await apply(timer("2020-01-01"));
    expect(problems(past.results)[1]).toMatchInlineSnapshot(`
      "TRP5220 job.timer on alice would never start its unit: no time that it names is in the future. The machine went back to what it ran before.
        Started job.timer."
    `);
    expect((await apply(timer("daily"))).results).toMatchObject([{ outcome: "applied" }]);
  });

  test("units that systemd would ignore in part, or that nothing would start, are refused before anything changes", async () => {
    const before = await run(lab, "ls /var/lib/troupe/generations; readlink /var/lib/troupe/current");
    const wrong = (more: Service) => apply({ services: { wrong: service("/bin/sleep 1111", more) } });
    expect(problems((await wrong({ serviceConfig: { IPAddressAllow: "localhst" } })).results)).toMatchInlineSnapshot(`
      [
        "refused",
        "TRP5150 systemd on alice would ignore IPAddressAllow=localhst of wrong.service: Address prefix is invalid, ignoring assignment: localhst. Nothing was changed.
        at instance one, role server
        hint: Correct the value. Another version of systemd may read it; the machine's systemd.exec(5) says which.",
      ]
    `);
    expect(problems((await apply({ services: { wrong: service("bin/sleep") } })).results)).toMatchObject([
      "refused",
      expect.stringContaining("TRP5150"),
    ]);
    expect(problems((await wrong({ wantedBy: ["multiuser.target"] })).results)).toMatchInlineSnapshot(`
      [
        "refused",
        "TRP5152 wantedBy of wrong.service names multiuser.target, but neither alice nor the configuration has multiuser.target, so nothing starts it at boot. Nothing was changed.
        at instance one, role server
        hint: Did you mean "multi-user.target"?",
      ]
    `);
    expect(await run(lab, "readlink /var/lib/troupe/current; systemctl is-active wrong")).toBe(
      `${before.split("\n").at(-1)}\ninactive`,
    );
    const warned = await planAndApply(lab, [
      desire(alice, {
        boot: { kernel: { sysctl: { "net.ipv4.ip_forwrad": 1 } } },
        systemd: { services: { wrong: service("/bin/sleep 1111", { after: ["netwrok.target"] }) } },
      }),
    ]);
    expect(problems(warned.results)).toMatchInlineSnapshot(`
      [
        "applied",
        "TRP5153 After of wrong.service names netwrok.target, but neither alice nor the configuration has netwrok.target, so it has no effect.
        at instance one, role server
        hint: Did you mean "network.target"?",
        "TRP5154 The kernel of alice has no parameter net.ipv4.ip_forwrad, so its value is not set.
        at instance one, role server
        hint: Is the name right? The parameters of a kernel module and of a network interface exist only with it.",
      ]
    `);
  });

  test("a changed socket whose service runs listens on its new address, and on the old one after going back", async () => {
    const socket = (port: number, check: string): SystemFragment => ({
      systemd: {
        sockets: { echo: { wantedBy: ["sockets.target"], listenStreams: [`127.0.0.1:${port}`] } },
        services: { echo: { serviceConfig: { ExecStart: "/bin/sleep infinity" } } },
      },
      healthChecks: { check: { script: check, timeout: 1 } },
    });
    const applySocket = (port: number, check: string) => planAndApply(lab, [desire(alice, socket(port, check))]);
    await applySocket(7001, "true");
    await run(lab, "systemctl start echo.service");
    const changed = await applySocket(7002, "true");
    expect(changed.plan.machines[0]!.units).toMatchObject({
      restart: ["echo.socket"],
      restartIfRunning: ["echo.service"],
    });
    expect(changed.results).toMatchObject([{ outcome: "applied" }]);
    const listening =
      "ss -ltnH 'sport >= 7001 and sport <= 7003' | tr -s ' ' | cut -d' ' -f4; systemctl is-active echo.socket echo.service";
    expect(await run(lab, listening)).toBe("127.0.0.1:7002\nactive\nactive");
    expect((await applySocket(7003, "false")).results).toMatchObject([{ outcome: "failed-and-reverted" }]);
    expect(await run(lab, listening)).toBe("127.0.0.1:7002\nactive\nactive");
  });

  test("going back starts exactly what ran: a masked ssh, and no unit that was stopped", async () => {
    const app = (version: number, ssh: boolean, check: string) =>
      desire(alice, {
        systemd: { services: { app: service(`/bin/sleep ${version}`), ...(ssh ? {} : { ssh: { enable: false } }) } },
        healthChecks: { check: { script: check, timeout: 1 } },
      });
    expect((await planAndApply(lab, [app(1000, true, "true")])).results).toMatchObject([{ outcome: "applied" }]);
    await run(lab, "systemctl stop app");
    expect((await planAndApply(lab, [app(2000, false, "false")])).results).toMatchObject([
      { outcome: "failed-and-reverted" },
    ]);
    expect(await run(lab, "systemctl is-active ssh app; systemctl is-enabled ssh")).toBe("active\ninactive\nenabled");
  });

  test("a running job of a timer is left alone, also when it goes away", async () => {
    const job = (seconds: number) => ({
      services: { job: { startAt: ["daily"], serviceConfig: { Type: "oneshot", ExecStart: `/bin/sleep ${seconds}` } } },
    });
    await apply(job(301));
    await run(lab, "systemctl start --no-block job.service");
    const before = await invocation("job.service");
    expect((await apply(job(302))).results).toMatchObject([{ outcome: "applied", units: [] }]);
    expect((await apply({})).results).toMatchObject([{ outcome: "applied" }]);
    expect(await run(lab, "pgrep -fa '^/bin/sleep 30'| cut -d' ' -f2-")).toBe("/bin/sleep 301");
    expect(await invocation("job.service")).toBe(before);
    await run(lab, "systemctl stop job.service");
  });

  test("the plan names what persistent timers run at once, and they run it", async () => {
    const job = (event: string): Units => ({
      services: { late: { serviceConfig: { Type: "oneshot", ExecStart: "/bin/touch /run/late" } } },
      timers: {
        late: { wantedBy: ["timers.target"], timerConfig: { OnCalendar: event, Persistent: true } },
        vendor: { overrideStrategy: "asDropin", wantedBy: ["timers.target"], timerConfig: { OnCalendar: ["", event] } },
      },
    });
    await run(
      lab,
      `mkdir -p /var/lib/systemd/timers; cd /var/lib/systemd/timers; touch -d '3 months ago' stamp-late.timer stamp-vendor.timer
      cd /usr/lib/systemd/system; printf '[Service]\\nType=oneshot\\nExecStart=/bin/true\\n' >vendor.service
      printf '[Timer]\\nOnCalendar=2099-01-01\\nPersistent=true\\n' >vendor.timer; systemctl daemon-reload`,
    );
    // The event is in the future, also counted from the stamps.
    const future = await apply(job("2099-01-01"));
    expect(future.plan.machines[0]!.runsAtOnce).toBeUndefined();
    expect(await run(lab, "ls /run/late")).toBe("");
    const missed = await apply(job("monthly"));
    expect(missed.plan.machines[0]!.runsAtOnce).toEqual([
      { unit: "late.service", timer: "late.timer" },
      { unit: "vendor.service", timer: "vendor.timer" },
    ]);
    expect(missed.results).toMatchObject([{ outcome: "applied" }]);
    expect(await run(lab, "until [ -e /run/late ]; do sleep 0.2; done; ls /run/late")).toBe("/run/late");
    // Their stamps are from now.
    expect((await apply(job("quarterly"))).plan.machines[0]!.runsAtOnce).toBeUndefined();
  });

  test("what somebody changed of declared units is named, and restored", async () => {
    const all: Units = {
      services: {
        masked: service("/bin/sleep infinity"),
        replaced: service("/bin/sleep infinity"),
        dropin: service("/bin/sleep infinity"),
        once: {
          wantedBy: ["multi-user.target"],
          serviceConfig: { Type: "oneshot", RemainAfterExit: true, ExecStart: "/bin/true" },
        },
      },
      timers: { tick: { wantedBy: ["timers.target"], timerConfig: { OnCalendar: "daily", Unit: "once.service" } } },
    };
    expect((await apply(all)).results).toMatchObject([{ outcome: "applied" }]);
    expect((await apply(all)).plan.machines[0]).toMatchObject({ status: "same", drift: [] });
    await run(
      lab,
      `systemctl mask tick.timer masked.service; systemctl stop once.service; mkdir -p /etc/systemd/system/dropin.service.d
      printf '[Service]\\nNice=5\\n' > /etc/systemd/system/dropin.service.d/hand.conf
      printf '[Service]\\nExecStart=/bin/sleep 5555\\n' > /etc/systemd/system/replaced.service; systemctl daemon-reload; systemctl restart replaced dropin`,
    );
    const { plan, results } = await apply(all);
    expect(plan.machines[0]!.status).toBe("drift");
    expect(plan.machines[0]!.drift.map(({ kind, name, how }) => `${kind} ${name} ${how}`)).toMatchInlineSnapshot(`
      [
        "unit dropin.service is changed by /etc/systemd/system/dropin.service.d/hand.conf",
        "unit masked.service is masked",
        "unit replaced.service is defined by /etc/systemd/system/replaced.service",
        "unit tick.timer is masked",
        "unit once.service is inactive (dead)",
      ]
    `);
    expect(problems(results)).toEqual(["applied"]);
    expect(
      await run(
        lab,
        "systemctl is-active masked tick.timer replaced dropin once; systemctl show -P Nice dropin; pgrep -f 'sleep 5555'",
      ),
    ).toBe("active\nactive\nactive\nactive\nactive\n0");
    expect((await apply(all)).plan.machines[0]).toMatchObject({ status: "same", drift: [] });
  });
});
