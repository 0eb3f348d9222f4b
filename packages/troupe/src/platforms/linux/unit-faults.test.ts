import { parseReply } from "@troupe/linux";
import { formatDiagnostic } from "@troupe/modules";
import { expect, test } from "vitest";
import { desire, labTarget } from "../../deploy/testing/lab-machines.ts";
import { referredUnits, unitProblems } from "./unit-faults.ts";

const desired = desire(labTarget("alice"), {
  boot: { kernel: { sysctl: { "net.ipv4.ip_forwrad": 1 } } },
  systemd: {
    services: {
      app: {
        wantedBy: ["multiuser.target"],
        after: ["netwrok.target"],
        requires: ["gone.service"],
        startAt: ["daily"],
        serviceConfig: { ExecStart: "/bin/true", IPAddressAllow: "localhst", MemoryLimit: "5M" },
      },
    },
  },
});

test("the faults of units that a machine names are problems, at the places of their settings", () => {
  const reply = parseReply(
    [
      "troupe-agent\t1",
      "remark\tapp.service\t7\tAddress prefix is invalid, ignoring assignment: localhst",
      "remark\tapp.service\t8\tUnit uses MemoryLimit=; please use MemoryMax= instead.",
      "remark\tapp.service\t99\tno such line",
      "unfound\tmultiuser.target\tnot-found",
      "unfound\tnetwrok.target\tnot-found",
      "unfound\tgone.service\tmasked",
      "unknown-parameter\tnet/ipv4/ip_forwrad",
      "unverified",
      "end\tstaged\n",
    ].join("\n"),
  )!;
  const problems = unitProblems(desired, reply);
  expect(problems.map(({ blocks, path }) => `${blocks} ${path ?? "-"}`)).toMatchInlineSnapshot(`
    [
      "plan systemd.services.app.serviceConfig.IPAddressAllow",
      "nothing systemd.services.app.serviceConfig.MemoryLimit",
      "plan systemd.services.app.wantedBy",
      "nothing systemd.services.app.after",
      "plan systemd.services.app.requires",
      "nothing boot.kernel.sysctl."net.ipv4.ip_forwrad"",
      "nothing -",
    ]
  `);
  expect(problems.map(formatDiagnostic).join("\n")).toMatchInlineSnapshot(`
    "TRP5150 systemd on alice would ignore IPAddressAllow=localhst of app.service: Address prefix is invalid, ignoring assignment: localhst. Nothing was changed.
      at instance one, role server
      hint: Correct the value. Another version of systemd may read it; the machine's systemd.exec(5) says which.
    TRP5151 systemd on alice remarks on MemoryLimit=5M of app.service: Unit uses MemoryLimit=; please use MemoryMax= instead.
      at instance one, role server
    TRP5152 wantedBy of app.service names multiuser.target, but neither alice nor the configuration has multiuser.target, so nothing starts it at boot. Nothing was changed.
      at instance one, role server
      hint: Did you mean "multi-user.target"?
    TRP5153 After of app.service names netwrok.target, but neither alice nor the configuration has netwrok.target, so it has no effect.
      at instance one, role server
      hint: Did you mean "network.target"?
    TRP5152 Requires of app.service names gone.service, but gone.service is masked on alice, so it cannot start. Nothing was changed.
      at instance one, role server
      hint: Did you mean "app.service"?
    TRP5154 The kernel of alice has no parameter net.ipv4.ip_forwrad, so its value is not set.
      at instance one, role server
      hint: Is the name right? The parameters of a kernel module and of a network interface exist only with it.
    TRP5155 alice lacks systemd-analyze, so systemd did not check the new units there."
  `);
});

test("the units outside of a generation that its units depend on, without those of its own templates", () => {
  const { generation } = desire(labTarget("alice"), {
    systemd: {
      services: {
        app: {
          wantedBy: ["multiuser.target"],
          after: ["netwrok.target", "job@a.service", "ssh.service"],
          serviceConfig: { ExecStart: "/bin/true" },
        },
        "job@": { after: ["other.service", "%i.service"], serviceConfig: { ExecStart: "/bin/true" } },
        other: { requires: ["app.service"], serviceConfig: { ExecStart: "/bin/true" } },
        ssh: { enable: false },
      },
    },
  });
  expect(referredUnits(generation)).toEqual(["multiuser.target", "netwrok.target"]);
});
