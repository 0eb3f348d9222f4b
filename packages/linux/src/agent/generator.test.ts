/** The generator that links declared units at boot. */
import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const firewall = rendered({
  networking: { firewall: { enable: true, allowedTCPPorts: [22] } },
  systemd: {
    services: { app: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/sleep infinity" } } },
  },
}).generation;
const empty = rendered({}).generation;

const generate = `rm -rf /run/units-at-boot; mkdir /run/units-at-boot
sh /etc/systemd/system-generators/troupe /run/units-at-boot; cd /run/units-at-boot; find . ! -type d | sort`;

describe.skipIf(!canMakeBoxes)("(needs root) the generator", () => {
  it("makes units that read the generation in effect wait for the revert of a pending switch", () => {
    using box = agentBox();
    box.apply(firewall);
    const linked = [
      "./app.service",
      "./multi-user.target.wants/app.service",
      "./sysinit.target.wants/troupe-firewall.service",
      "./troupe-firewall.service",
    ];
    expect(box.run(generate).split("\n")).toEqual(linked);
    box.stage(empty);
    expect(box.ask("switch", [empty.id, firewall.id, "60", "60", "ann"]).end).toEqual(["pending", "60"]);
    box.run("echo other >/proc/sys/kernel/random/boot_id");
    expect(box.run(generate).split("\n")).toEqual([...linked, "./troupe-firewall.service.d/50-troupe.conf"].toSorted());
    expect(box.run("cat /run/units-at-boot/troupe-firewall.service.d/50-troupe.conf")).toBe(
      "[Unit]\nAfter=troupe-boot.service",
    );
  });
});
