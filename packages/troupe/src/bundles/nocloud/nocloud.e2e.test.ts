/** A seed, consumed by cloud-init as Debian has it. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { layer } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";
import { helloProject, nothingToDo } from "../testing/hello-project.ts";

/** Whoever deploys, made by cloud-init before the generation asks for exactly the same. */
const admin = (key: string) => `{
  users: {
    users: { admin: { isNormalUser: true, uid: 1500, group: "admin", extraGroups: ["adm"], openssh: { authorizedKeys: { keys: ["${key}"] } } } },
    groups: { admin: { gid: 1600 } },
  },
  environment: { etc: { "sudoers.d/admin": { text: "admin ALL=(ALL) NOPASSWD: ALL\\n", mode: "0440" } } },
}`;

describeWithHosts("a machine with cloud-init", () => {
  // Not called alice, so that its name is seen to change.
  const lab = useLab({
    hosts: [{ name: "image", layers: [layer("cloud-init", ["cloud-init", "genisoimage", "sudo"])] }],
  });
  const run = async (command: string, input?: Uint8Array) =>
    (await lab.ssh("image", command, { allowFailure: true, ...(input !== undefined && { input }) })).stdout.trim();

  test("becomes its machine at the first boot with its seed", async () => {
    const key = readFileSync(`${lab.sshKey}.pub`, "utf8").trim();
    const { folder, troupe } = testProject(helloProject({ targetHost: "admin@10.231.0.11", more: admin(key) }));
    await troupe(["build", "alice", "--as", "nocloud", "--out", "seed"]);
    await troupe(["build", "alice", "--as", "nocloud", "--out", "seed.iso"]);
    await run("cat > seed.iso", readFileSync(join(folder, "seed.iso")));
    // As in a cloud image; but the host keys that the lab knows are kept, and there are no locales to choose from.
    await run(
      `mkdir -p /var/lib/cloud/seed && tar -xC /var/lib/cloud/seed --transform s/^seed/nocloud/ --no-same-owner
      systemctl enable -q cloud-init-local cloud-init cloud-config cloud-final
      printf 'ssh_deletekeys: false\nlocale: false\n' > /etc/cloud/cloud.cfg.d/99-lab.cfg`,
      execFileSync("tar", ["-cC", folder, "seed"]),
    );
    expect(
      await run(`cd /var/lib/cloud/seed/nocloud
      cloud-init schema --config-file user-data
      blkid -po export ~/seed.iso | grep -E '^(LABEL|TYPE)'
      for name in *; do isoinfo -i ~/seed.iso -x /$name | cmp - $name && echo $name; done`),
    ).toMatchInlineSnapshot(`
      "Valid cloud-config: user-data
      LABEL=cidata
      TYPE=iso9660
      meta-data
      network-config
      user-data"
    `);

    await lab.reboot("image");
    expect((await run("cloud-init status --long")).replace(/last_update: .*/, "")).toMatchInlineSnapshot(`
      "status: done
      boot_status_code: enabled-by-generator

      detail:
      DataSourceNoCloud [seed=/var/lib/cloud/seed/nocloud][dsmode=net]"
    `);
    expect(
      await run(`cat /run/hello /etc/hello.conf; systemctl is-active hello; uname -n; cat /etc/hostname
      id admin; stat -c '%U %a' ~admin/.ssh/authorized_keys; getent passwd debian
      systemctl --failed --no-legend; ls /run/troupe-incoming.tar /var/lib/troupe/incoming`),
    ).toMatchInlineSnapshot(`
      "1
      version 1
      active
      alice
      alice
      uid=1500(admin) gid=1600(admin) groups=1600(admin),4(adm)
      admin 600
      /var/lib/troupe/incoming:"
    `);
    const plan = async () => (await troupe(["plan"], { env: { TROUPE_SSH: lab.sshProgram } })).stdout;
    expect(await plan()).toBe(nothingToDo);
    // cloud-init runs at every boot, and leaves things as they are.
    await lab.reboot("image");
    expect(await plan()).toBe(nothingToDo);
  });
});
