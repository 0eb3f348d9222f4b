/** A machine whose names cloud-init writes again at each boot. */
import { layer } from "@troupe/lab";
import { describeWithMachines, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { desire, labTarget } from "../../../packages/troupe/src/deploy/testing/lab-machines.ts";
import { applyTo, driftOf } from "./machines.ts";

/** Leaves cloud-init the names alone: network and keys belong to the lab. */
const labConfiguration = `datasource_list: [NoCloud]
network: { config: disabled }
ssh_deletekeys: false
disable_root: false
`;
const userData = "#cloud-config\nmanage_etc_hosts: true\nhostname: cloudy\n";

for (const release of ["bookworm", "trixie"]) {
  await describeWithMachines(`cloud-init with manage_etc_hosts on ${release}`, () => {
    const lab = useLab({ hosts: ["alice"], vm: true, release, layers: [layer("cloud-init", ["cloud-init"])] });
    const desired = desire(labTarget("alice"), {
      networking: { hostName: "alice", hosts: { "192.0.2.7": ["printer"] } },
      boot: { kernel: { sysctl: { "vm.swappiness": 7 } } },
    });
    const run = async (command: string) => (await lab.ssh("alice", command, { allowFailure: true })).stdout.trim();
    const write = (path: string, text: string) => lab.ssh("alice", `cat >${path}`, { input: text });

    test("writes names at its first boot", async () => {
      await run("mkdir -p /var/lib/cloud/seed/nocloud");
      await write("/etc/cloud/cloud.cfg.d/99-troupe-lab.cfg", labConfiguration);
      await write("/var/lib/cloud/seed/nocloud/user-data", userData);
      await write("/var/lib/cloud/seed/nocloud/meta-data", "instance-id: troupe-lab\n");
      await run("systemctl preset $(systemctl list-unit-files --no-legend 'cloud-*' | cut -d ' ' -f 1); sync");
      await lab.reboot("alice");
      expect(
        await run("cloud-init status --wait >/dev/null; uname -n; grep -q manage_etc_hosts /etc/hosts && echo written"),
      ).toBe("cloudy\nwritten");
    });

    test("has no effect on declared names after a reboot without a deployer", async () => {
      expect((await applyTo(lab, [desired]))[0]).toMatchObject({ outcome: "applied" });
      expect(await run("getent hosts printer; uname -n")).toBe("192.0.2.7       printer\nalice");
      await run("echo 192.0.2.50 marker >>/etc/hosts; sync");
      await lab.reboot("alice");
      // The marker is gone, because cloud-init wrote its template again.
      expect(await run("grep -c marker /etc/hosts; grep -q manage_etc_hosts /etc/hosts && echo written")).toBe(
        "0\nwritten",
      );
      expect(await run("getent hosts printer; uname -n; sysctl -n vm.swappiness")).toBe(
        "192.0.2.7       printer\nalice\n7",
      );
      expect(await run("systemctl show -P Result troupe-assert; systemctl --failed --no-legend")).toBe("success");
      expect(await driftOf(lab, desired)).toEqual([]);
    });
  });
}
