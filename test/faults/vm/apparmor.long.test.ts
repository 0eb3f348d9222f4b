/** Managed files of daemons that AppArmor confines. Containers have no AppArmor. */
import { layer } from "@troupe/lab";
import { describeWithMachines, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { desire, labTarget } from "../../../packages/troupe/src/deploy/testing/lab-machines.ts";
import { applyTo, driftOf } from "./machines.ts";

const zone = `$TTL 60
@ IN SOA ns.site.test. root.site.test. 7 60 60 60 60
@ IN NS ns.site.test.
ns IN A 192.0.2.7
`;
const files = {
  "chrony/conf.d/site.conf": { text: "makestep 1 3\n" },
  // The port keeps unbound and named apart.
  "unbound/unbound.conf.d/site.conf": { text: "server:\n  port: 5335\n", mode: "0640", group: "unbound" },
  "bind/named.conf.local": { text: 'zone "site.test" { type primary; file "/etc/bind/db.site"; };\n' },
  "bind/db.site": { text: zone },
};
const daemons = ["chrony", "unbound", "named"];

for (const release of ["bookworm", "trixie"]) {
  await describeWithMachines(`confined daemons on ${release}`, () => {
    const lab = useLab({
      hosts: ["alice"],
      vm: true,
      release,
      layers: [layer("confined", ["bind9", "chrony", "unbound"])],
    });
    const desired = desire(labTarget("alice"), { environment: { etc: files } });
    const run = async (command: string) => (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();
    const states = `systemctl is-active ${daemons.join(" ")}`;
    const profiles = `for unit in ${daemons.join(" ")}; do cat /proc/$(systemctl show -P MainPID $unit)/attr/current; done`;

    test("read managed files below /etc when they restart", async () => {
      // unbound cannot run yet, because named has its port.
      await run("systemctl enable --quiet unbound; systemctl enable --quiet --now chrony named");
      expect((await applyTo(lab, [desired], ["bind/named.conf.local"]))[0]).toMatchObject({ outcome: "applied" });
      expect(await run(`systemctl restart ${daemons.join(" ")}; ${states}`)).toBe("active\nactive\nactive");
      expect(await run(profiles)).toMatch(/^\S*chronyd \(enforce\)\n\S*unbound \(enforce\)\n\S*named \(enforce\)$/);
      expect(await run("ss -Hlun 'sport = :5335' | wc -l")).not.toBe("0");
      expect(await run("journalctl -u named | grep -o 'zone site.test/IN: loaded serial 7' | tail -n 1")).toBe(
        "zone site.test/IN: loaded serial 7",
      );
      expect(await run("journalctl -k | grep -c 'apparmor=\"DENIED\"'")).toBe("0");
    });

    test("run after a reboot, and nothing differs", async () => {
      await lab.reboot("alice");
      expect(await run(states)).toBe("active\nactive\nactive");
      expect(await driftOf(lab, desired)).toEqual([]);
    });

    test("could not read a link into the state folder", async () => {
      await run("cd /etc/chrony/conf.d; mv site.conf /var/lib/troupe/site.conf; ln -s /var/lib/troupe/site.conf .");
      await run("systemctl restart chrony");
      expect(await run('journalctl -k | grep -o \'apparmor="DENIED".*name="/var/lib/troupe/site.conf"\'')).toContain(
        "chronyd",
      );
    });
  });
}
