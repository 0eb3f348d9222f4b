/** The example on real hosts: names resolve, a machine moves to the other cluster by moving its line, and the plan says what that changes and why. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { testProject } from "../../packages/troupe/src/testing/project.ts";

const hosts = ["web-north", "db-north", "cache-north", "web-south", "backup-south"] as const;
const read = (file: string) => readFileSync(join(import.meta.dirname, file), "utf8").replaceAll("192.0.2.1", "10.231.0.1");

describeWithHosts("two clusters", () => {
  const lab = useLab({ hosts: [...hosts] });
  const resolved = async (host: (typeof hosts)[number], ...names: readonly string[]) =>
    (await lab.ssh(host, `for name in ${names.join(" ")}; do getent hosts $name | cut -d ' ' -f 1 || :; done`)).stdout.trim().split("\n");

  test("know each other by name, also after a machine has moved", async () => {
    const project = testProject({ "troupe.ts": read("troupe.ts"), "static-dns.ts": read("static-dns.ts") });
    const env = { TROUPE_SSH: lab.sshProgram };
    const applied = await project.troupe(["apply", "--yes"], { env });
    expect(applied, applied.stdout).toMatchObject({ status: 0 });
    const [north, south] = ["10.231.0.11", "10.231.0.14"];
    expect(await resolved("db-north", "web", "web.south", "web.south.example.com", "cache.north.example.com")).toEqual([
      north,
      south,
      south,
      "10.231.0.13",
    ]);
    expect(await resolved("backup-south", "web", "web.north.example.com")).toEqual([south, north]);
    expect((await lab.ssh("web-south", "id -Gn ben; cat /etc/motd.d/cluster")).stdout).toBe("users adm\nYou are in the south.\n");

    const line = /^ *cache: .*\n/m.exec(read("troupe.ts"))![0];
    project.write({
      "troupe.ts": read("troupe.ts")
        .replace(line, "")
        .replace(/^ *backup: .*\n/m, (backup) => line + backup),
    });
    const planned = await project.troupe(["plan"], { env });
    expect(planned.stdout).toMatchInlineSnapshot(`
      "backup.south, web.south  changes
        ~ /etc/hosts: 10.231.0.13
            cache.south.example.com cache.south cache
            no longer cache.north.example.com cache.north
        why: instance dns.south, role selectors: no longer reads machine cache.north
        why: instance dns.south, role selectors: reads machine cache.south now

      cache.south  refused
        ! the host is machine cache.north and becomes cache.south
        ~ /etc/hosts: 10.231.0.11
            web.north.example.com web.north
            no longer web.north.example.com web.north web
        ~ /etc/hosts: 10.231.0.12
            db.north.example.com db.north
            no longer db.north.example.com db.north db
        ~ /etc/hosts: 10.231.0.13
            cache.south.example.com cache.south cache
            no longer cache.north.example.com cache.north cache
        ~ /etc/hosts: 10.231.0.14
            web.south.example.com web.south web
            no longer web.south.example.com web.south
        ~ /etc/hosts: 10.231.0.15
            backup.south.example.com backup.south backup
            no longer backup.south.example.com backup.south
        - user ann
            the account stays on the machine
        + user ben
            shell /bin/bash
        ~ /etc/motd.d/cluster
            @@ -1,1 +1,1 @@
            -You are in the north.
            +You are in the south.
        changes the way in (accounts): if nobody confirms the switch, and nobody logs in once the machine
          took it back, it restarts (--no-reboot)
        why: instance dns.north, role selectors: left
        why: instance dns.south, role selectors: joined
        why: cluster north: left
        why: cluster south: joined

      db.north, web.north  changes
        ~ /etc/hosts: 10.231.0.13
            cache.south.example.com cache.south
            no longer cache.north.example.com cache.north cache
        why: instance dns.north, role selectors: no longer reads machine cache.north
        why: instance dns.north, role selectors: reads machine cache.south now

      machine                                       added  changed  removed
      backup.south, db.north, web.north, web.south  ·      1        ·
      cache.south                                   1      6        1

      Plan for 5 machines: 4 to change, 1 refused."
    `);

    expect((await project.troupe(["apply", "--yes", "--takeover", "cache.north"], { env })).status).toBe(0);
    expect(await resolved("db-north", "cache.south.example.com", "cache.north.example.com")).toEqual(["10.231.0.13"]);
    expect(await resolved("cache-north", "web", "backup", "db.north")).toEqual([south, "10.231.0.15", "10.231.0.12"]);
    expect((await project.troupe(["plan", "--exit-code"], { env })).status).toBe(0);
  });
});
