/** Applying to hosts that look like NixOS. What is real of it and what is not: testing/stand-in.ts. */
import { layer } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { formatDiagnostic } from "@troupe/modules";
import { afterAll, beforeAll, describe, expect, test, type TestContext } from "vitest";
import type { ApplyEvent } from "../../deploy/model/events.ts";
import type { MachineResult } from "../../deploy/model/result.ts";
import { rollback } from "../../deploy/rollback.ts";
import { status } from "../../deploy/status.ts";
import {
  demoService,
  desire as desireLinux,
  labTarget,
  labTransport,
  planAndApply,
} from "../../deploy/testing/lab-machines.ts";
import { killedDuring } from "../../deploy/testing/killed.ts";
import { renderPlan } from "../../cli/render/plan.ts";
import type { MachinePlan, Plan } from "../../deploy/model/plan.ts";
import type { NixosPlanDetails, NixosStateDetails } from "./details.ts";
import { demoUnit, type Modules, type NixosFixture, nixosFixture } from "./testing/nixos-hosts.ts";

const outcomes = (results: readonly MachineResult[]) =>
  results.map(({ machine, outcome, diagnostics }) =>
    [machine, outcome, ...(outcome === "unreachable" ? diagnostics.map(formatDiagnostic) : [])].join(" "),
  );
const codes = (results: readonly (MachineResult | MachinePlan)[]) =>
  results.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
const nix = layer("nix", ["nix-bin"]);
const there = { flags: { nix: "there" } };
/** Groups run side by side, on a host each; what is in them does not. */
const inOrder = (name: string, run: (context: TestContext) => Promise<void>) => test(name, { concurrent: false }, run);

describeWithHosts("NixOS", () => {
  const lab = useLab({ hosts: [{ name: "alice", layers: [nix] }, { name: "bob", layers: [nix] }, "carol"] });
  let nixos: NixosFixture;
  beforeAll(async () => {
    nixos = await nixosFixture(lab);
    await Promise.all(["alice", "bob"].map((host) => nixos.become(host, { version: "0" })));
  }, 120_000);
  afterAll(() => nixos?.[Symbol.asyncDispose]());

  const run = async (host: string, command: string): Promise<string> =>
    (await lab.ssh(host, command, { allowFailure: true })).stdout.trim();
  /** Version of the running system, and of the one that boots, without and with its boot loader. */
  const systems = (host: string) =>
    run(
      host,
      "for link in /run/current-system /nix/var/nix/profiles/system $(cat /boot/default); do readlink -f $link | sed 's/.*-//'; done | paste -sd ' '",
    );
  const calls = (host: string) =>
    run(host, "cat /var/log/switch-to-configuration; : >/var/log/switch-to-configuration");
  const version = (number: number, more: Modules = {}): Modules => ({
    version: String(number),
    ...demoUnit("one", number),
    ...more,
  });
  const shown = (plan: Plan): string => {
    const text = renderPlan(plan, { style: (_, text) => text, width: 100, tableWidth: 100 }, { full: false });
    return text
      .replaceAll(/\b[0-9a-z]{8}\b(?=,| )/g, (id) => (/\d/.test(id) ? "SYSTEM.." : id))
      .replaceAll(/[+-][\d.]+ (bytes|[kM]B)/g, "SIZE");
  };

  describe("a machine that is changed", { concurrent: true }, () => {
    inOrder(
      "the first apply: built there, tested, confirmed, and only then what the machine boots",
      async ({ expect }) => {
        await calls("alice");
        const { plan, results } = await planAndApply(lab, [await nixos.desire("alice", version(1))], there);
        expect(shown(plan)).toMatchInlineSnapshot(`
        "alice  new
          + module modules/one.service
              +[Service]
              +ExecStart=/bin/sh -c 'echo 1 > /run/one; exec sleep infinity'
          + module modules/version
              +1
          1 package differs (SIZE)
              nixos-system-alice 0 → 1 (SIZE)
          built on the machine
          start one.service
          why: instance one, role server: joined

        machine  added  start
        alice    2      1

        Plan for 1 machine: 1 new."
      `);
        expect(outcomes(results)).toEqual(["alice applied"]);
        expect(results[0]).toMatchObject({
          generation: plan.machines[0]!.generation,
          units: [{ step: "start", unit: "one.service" }],
        });
        expect(await systems("alice")).toBe("1 1 1");
        expect(await calls("alice")).toBe("dry-activate 1\ntest 1\nboot 1");
        expect(
          await run("alice", "cat /run/one; ls /var/lib/troupe/pending; systemctl list-timers --no-legend 'troupe*'"),
        ).toBe("1");
      },
    );

    inOrder("nothing to do; then exactly what changed, and why", async ({ expect }) => {
      const again = await planAndApply(lab, [await nixos.desire("alice", version(1))], there);
      expect(again.plan.machines[0]).toMatchObject({ status: "same", changes: [], drift: [] });
      expect(outcomes(again.results)).toEqual(["alice nothing-to-do"]);
      const { plan, results } = await planAndApply(
        lab,
        [await nixos.desire("alice", version(2), { version: 2 })],
        there,
      );
      expect(shown(plan)).toMatchInlineSnapshot(`
        "alice  changes
          ~ module modules/one.service
              @@ -1,2 +1,2 @@
               [Service]
              -ExecStart=/bin/sh -c 'echo 1 > /run/one; exec sleep infinity'
              +ExecStart=/bin/sh -c 'echo 2 > /run/one; exec sleep infinity'
          ~ module modules/version
              @@ -1,1 +1,1 @@
              -1
              +2
          1 package differs (SIZE)
              nixos-system-alice 1 → 2 (SIZE)
          built on the machine
          restart one.service
          why: instance one, role server: its settings changed: version is 2 now

        machine  changed  restart
        alice    2        1

        Plan for 1 machine: 1 to change."
      `);
      expect(results[0]).toMatchObject({ outcome: "applied", units: [{ step: "restart", unit: "one.service" }] });
      expect(await run("alice", "cat /run/one")).toBe("2");
    });

    inOrder("what fails is taken back at once: a unit, the activation, the boot loader", async ({ expect }) => {
      await calls("alice");
      const attempt = async (modules: Modules) => {
        const { results } = await planAndApply(lab, [await nixos.desire("alice", modules)], there);
        return [...outcomes(results), ...results.flatMap(({ diagnostics }) => diagnostics.map(formatDiagnostic))];
      };
      const unit = await attempt({ version: "3", ...demoUnit("one", 3, "echo cannot work >&2; exit 1") });
      const activation = await attempt(version(3, { "hook.sh": "echo this cannot be activated >&2; exit 1\n" }));
      const boot = await attempt(version(3, { "no-boot": "" }));
      expect(unit.join("\n")).toContain("cannot work");
      expect({ unit: unit.map((text) => text.split("\n")[0]), activation, boot }).toMatchInlineSnapshot(`
        {
          "activation": [
            "alice failed-and-reverted",
            "TRP5206 The switch of alice could not be carried out. The machine went back to what it ran before.
          stopping the following units: one.service
          activating the configuration...
          this cannot be activated",
          ],
          "boot": [
            "alice failed-and-reverted",
            "TRP5214 alice ran the new system well, but it could not be made the one that the machine boots. The machine went back to what it ran before.
          cannot write /boot: No space left on device
          hint: Is there room in /boot? What its boot loader is installed with says more: boot.loader.",
          ],
          "unit": [
            "alice failed-and-reverted",
            "TRP5204 one.service on alice is not up: failed/failed, exit-code. The machine went back to what it ran before.",
          ],
        }
      `);
      expect(await systems("alice")).toBe("2 2 2");
      expect(await run("alice", "cat /run/one; ls /var/lib/troupe/pending")).toBe("2");
      expect(await calls("alice")).toMatchInlineSnapshot(`
      "dry-activate 3
      test 3
      test 2
      dry-activate 3
      test 3
      test 2
      dry-activate 3
      test 3
      boot 3
      test 2
      boot 2"
    `);
    });

    inOrder("a unit that failed before is no reason to go back", async ({ expect }) => {
      await run("alice", "systemd-run --unit=broken false; sleep 0.2");
      expect(outcomes((await planAndApply(lab, [await nixos.desire("alice", version(3))], there)).results)).toEqual([
        "alice applied",
      ]);
      expect(
        await run(
          "alice",
          "systemctl --failed --no-legend --plain | sed 's/ .*//'; systemctl reset-failed; cat /run/one",
        ),
      ).toBe("broken.service\n3");
    });

    inOrder("what locks us out is taken back by the timer", async ({ expect }) => {
      const locked = version(4, {
        "hook.sh": "systemctl stop ssh.socket ssh.service; echo 'systemctl start ssh' >/run/unlock\n",
      });
      // Going back starts it again, as NixOS does with what the old system wants.
      await run(
        "alice",
        "printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/bin/true\\nExecStop=/bin/systemctl start --no-block ssh\\n' >/run/unlock.service",
      );
      const unlock = await run("alice", "cat /run/unlock.service");
      const { results } = await planAndApply(
        lab,
        [await nixos.desire("alice", { ...locked, "unlock.service": `${unlock}\n` })],
        {
          ...there,
          confirmSeconds: 2,
        },
      );
      expect([outcomes(results), codes(results)]).toEqual([["alice failed-and-reverted"], ["TRP5207"]]);
      expect(await systems("alice")).toBe("3 3 3");
      expect(await run("alice", "cat /run/one")).toBe("3");
    });

    inOrder("a switch that somebody else left behind is taken back first", async ({ expect }) => {
      await killedDuring(lab, await nixos.desire("alice", version(5)), "confirm", { ...there, confirmSeconds: 100 });
      const { plan, results } = await planAndApply(lab, [await nixos.desire("alice", version(6))], there);
      expect(plan.machines[0]!.pending?.to).toMatch(/-5$/);
      expect(outcomes(results)).toEqual(["alice applied"]);
      expect(await systems("alice")).toBe("6 6 6");
    });
  });

  describe("a machine that loses its deployer, its power or its network", { concurrent: true }, () => {
    inOrder("a deployer that dies: the timer, a restart, or the next apply end what it began", async ({ expect }) => {
      const desired = async (number: number) => nixos.desire("bob", version(number));
      expect(outcomes((await planAndApply(lab, [await desired(1)], there)).results)).toEqual(["bob applied"]);

      await killedDuring(lab, await desired(2), "confirm", { ...there, confirmSeconds: 5 });
      expect(await systems("bob")).toBe("2 1 1");
      await lab.ssh("bob", "while test -e /var/lib/troupe/pending; do sleep 0.1; done");
      expect(await systems("bob")).toBe("1 1 1");

      await killedDuring(lab, await desired(3), "confirm", { ...there, confirmSeconds: 100 });
      expect(await systems("bob")).toBe("3 1 1");
      await lab.kill("bob");
      await lab.start("bob");
      expect(await systems("bob")).toBe("1 1 1");
      await using transport = labTransport(lab);
      const [state] = await status([labTarget("bob", { class: "nixos" })], { transport });
      expect(state).toMatchObject({ reverted: { reason: "the machine restarted before it was confirmed" }, drift: [] });
      expect(state!.pending).toBeUndefined();

      await killedDuring(lab, await desired(4), "switch", { ...there, confirmSeconds: 100 });
      expect(outcomes((await planAndApply(lab, [await desired(4)], there)).results)).toEqual(["bob applied"]);
      expect(outcomes((await planAndApply(lab, [await desired(6)], there)).results)).toEqual(["bob applied"]);
      expect(await systems("bob")).toBe("6 6 6");
      await lab.reboot("bob");
      expect(await systems("bob")).toBe("6 6 6");
      expect((await planAndApply(lab, [await desired(6)], there)).plan.machines[0]!.status).toBe("same");
    });

    inOrder("a link that is cut in the middle of a switch", async ({ expect }) => {
      const slow = await nixos.desire("bob", version(7, { "hook.sh": "touch /run/switching\nsleep 3\n" }));
      const cutWhileSwitching = async () => {
        await lab.inside("bob", "until test -e /run/switching; do sleep 0.1; done");
        await lab.cut("bob");
        await lab.inside("bob", "while test -e /var/lib/troupe/pending; do sleep 0.1; done");
        await lab.heal("bob");
      };
      let cuts = 0;
      const events = (event: ApplyEvent) => {
        if (event.kind === "phase" && event.phase === "switch" && cuts++ === 0) void cutWhileSwitching();
      };
      const { results } = await planAndApply(lab, [slow], { ...there, confirmSeconds: 2, startSeconds: 5, events });
      expect(outcomes(results)).toEqual(["bob failed-and-reverted"]);
      expect(await systems("bob")).toBe("6 6 6");
    });

    inOrder("rollback and status use the generations of the profile", async ({ expect }) => {
      await using transport = labTransport(lab);
      const bob = labTarget("bob", { class: "nixos" });
      const [state] = await status([bob], { transport });
      expect(
        (state!.details as NixosStateDetails).generations.map(({ number, id }) => [number, id.replace(/.*-/, "")]),
      ).toEqual([
        [1, "0"],
        [2, "1"],
        [3, "4"],
        [4, "6"],
      ]);
      expect(state).toMatchObject({ reachable: true, drift: [] });
      expect(outcomes(await rollback([bob], { transport }))).toEqual(["bob applied"]);
      expect(await systems("bob")).toBe("4 4 4");
      expect(outcomes(await rollback([bob], { transport }))).toEqual(["bob applied"]);
      expect(await systems("bob")).toBe("6 6 6");
      expect(outcomes(await rollback([bob], { transport, to: "2" }))).toEqual(["bob applied"]);
      expect([await systems("bob"), await run("bob", "readlink /nix/var/nix/profiles/system")]).toEqual([
        "1 1 1",
        "system-2-link",
      ]);
      expect(codes(await rollback([bob], { transport, to: "99" }))).toEqual(["TRP5211"]);
    });

    inOrder("a machine that boots something else than it runs", async ({ expect }) => {
      await run(
        "bob",
        "nix-env -p /nix/var/nix/profiles/system --switch-generation 3 2>/dev/null; /nix/var/nix/profiles/system/bin/switch-to-configuration boot",
      );
      const { plan, results } = await planAndApply(lab, [await nixos.desire("bob", version(1))], there);
      expect(plan.machines[0]).toMatchObject({
        status: "drift",
        drift: [{ kind: "boot", how: "is another one, generation 3" }],
      });
      expect(outcomes(results)).toEqual(["bob applied"]);
      expect(await systems("bob")).toBe("1 1 1");
    });
  });

  test("built on this computer: what the machine lacks is sent to it", async () => {
    await nixos.nixHere("bob");
    const desired = await nixos.desire("alice", version(8));
    const { plan, results } = await planAndApply(lab, [desired], { flags: { nix: "here" } });
    expect((plan.machines[0]!.details as NixosPlanDetails).did).toMatch(
      /^built on this computer; [1-9]\d* store paths? copied to the machine$/,
    );
    expect(outcomes(results)).toEqual(["alice applied"]);
    expect(await systems("alice")).toBe("8 8 8");
    expect((await planAndApply(lab, [desired], { flags: { nix: "here" } })).plan.machines[0]).toMatchObject({
      status: "same",
      details: { did: "built on this computer" },
    });
  });

  test("a system that cannot be built, and a machine without Nix", async () => {
    const told = async (machine: string, modules: Modules, options: object = there) => {
      const { plan, results } = await planAndApply(lab, [await nixos.desire(machine, modules)], options);
      const text = plan.machines
        .flatMap(({ status, diagnostics }) => [status, ...diagnostics.map(formatDiagnostic)])
        .join("\n");
      return [
        ...outcomes(results),
        text.replaceAll(nixos.folder, "FOLDER").replaceAll(/\/nix\/store\/[0-9a-z]{32}/g, "/nix/store/HASH"),
      ];
    };
    expect({
      broken: await told("alice", { version: "9", broken: "" }),
      notNixos: await told("carol", version(1)),
    }).toMatchInlineSnapshot(`
      {
        "broken": [
          "alice refused",
          "blocked
      TRP5111 The system of alice could not be built on the machine itself.
        building '/nix/store/HASH-nixos-system-alice-9.drv'...
        error: builder for '/nix/store/HASH-nixos-system-alice-9.drv' failed with exit code 1;
               last 1 log lines:
               > this cannot be built
               For full logs, run 'nix log /nix/store/HASH-nixos-system-alice-9.drv'.
        hint: The whole message: nixos-rebuild build --flake 'path:FOLDER/alice/nixos#alice'",
        ],
        "notNixos": [
          "carol refused",
          "blocked
      TRP5007 carol cannot be managed: it does not run NixOS.
        hint: Troupe manages Linux machines that run systemd, as root.",
        ],
      }
    `);
    // NixOS without Nix.
    await run(
      "carol",
      "mkdir -p /nix/store/x-nixos-system-carol-1/bin && printf '#!/bin/sh\\n' >/nix/store/x-nixos-system-carol-1/bin/switch-to-configuration && chmod 755 /nix/store/*/bin/*; ln -sfn /nix/store/x-nixos-system-carol-1 /run/current-system",
    );
    expect(await told("carol", version(1))).toMatchInlineSnapshot(`
      [
        "carol refused",
        "blocked
      TRP5110 carol has no Nix (nix, nix-store and nix-env). It takes Nix there to bring a system to the machine, and to make it the one that boots.
        hint: Set nix.enable = true on the machine, by other means: run
      nix build 'path:FOLDER/carol/nixos#nixosConfigurations."carol".config.system.build.toplevel'
      tar -cP $(nix-store -qR result) | ssh carol tar -xP
      ssh carol $(readlink result)/bin/switch-to-configuration test",
      ]
    `);
    await run("carol", "rm -rf /nix /run/current-system");
  });

  test("machines of both kinds in one plan: nothing is switched if one of them cannot be", async () => {
    const linux = desireLinux(labTarget("carol"), demoService("two", 1));
    const held = await planAndApply(lab, [linux, await nixos.desire("alice", { version: "9", broken: "" })], there);
    expect(outcomes(held.results)).toEqual(["carol refused", "alice refused"]);
    const both = await planAndApply(lab, [linux, await nixos.desire("alice", version(9))], there);
    expect(shown(both.plan)).toMatchInlineSnapshot(`
      "carol  new
        + two.service
            wanted by multi-user.target
            +[Service]
            +ExecStart=/bin/sh -c 'echo 1 > /run/two; exec sleep infinity'
        start two.service
        why: instance one, role server: joined

      alice  changes
        ~ module modules/one.service
            @@ -1,2 +1,2 @@
             [Service]
            -ExecStart=/bin/sh -c 'echo 8 > /run/one; exec sleep infinity'
            +ExecStart=/bin/sh -c 'echo 9 > /run/one; exec sleep infinity'
        ~ module modules/version
            @@ -1,1 +1,1 @@
            -8
            +9
        1 package differs (SIZE)
            nixos-system-alice 8 → 9 (SIZE)
        built on the machine
        restart one.service
        why: instance one, role server: its service's code changed

      machine  added  changed  start  restart
      carol    1      ·        1      ·
      alice    ·      2        ·      1

      Plan for 2 machines: 1 new, 1 to change."
    `);
    expect(outcomes(both.results)).toEqual(["carol applied", "alice applied"]);
  });
});
