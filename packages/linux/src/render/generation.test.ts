import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { definePackage, type SystemFragment } from "@troupe/vocabulary";
import { mkIf } from "@troupe/modules";
import { printManifest } from "../generation/manifest.ts";
import { example } from "../testing/example.ts";
import { fileText, problems, rendered } from "../testing/rendered.ts";

const digests = (text: string) =>
  text.replaceAll(/\b[0-9a-f]{64}\b/g, "SHA256").replaceAll(/\b[0-9a-f]{16}\b/g, "HASH");

describe("a machine's generation", () => {
  const machine = rendered(example);

  it("has no problems", () => {
    expect(problems(machine)).toBe("");
  });

  it("is listed by its manifest", () => {
    expect(digests(printManifest(machine.generation.manifest)).replaceAll("\t", " ")).toMatchInlineSnapshot(`
      "troupe-generation 1
      etc kv/kv.conf copy 0440 kv kv etc/kv/kv.conf
      etc motd copy 0644 root root etc/motd
      etc ssh/authorized_keys.d/ann copy 0644 root root etc/ssh/authorized_keys.d/ann
      etc ssh/authorized_keys.d/root copy 0644 root root etc/ssh/authorized_keys.d/root
      etc ssh/sshd_config.d/50-troupe.conf copy 0644 root root etc/ssh/sshd_config.d/50-troupe.conf
      file SHA256 0644 units/kv-worker@.service
      file SHA256 0644 tmpfiles/troupe.conf
      file SHA256 0644 units/kv-sessions.service
      file SHA256 0755 health/own-HASH
      file SHA256 0755 health/page-HASH
      file SHA256 0644 units/kv-worker@60.service.d/overrides.conf
      file SHA256 0755 scripts/kv-sessions-pre-start-HASH
      file SHA256 0644 etc/ssh/authorized_keys.d/ann
      file SHA256 0755 health/answers-HASH
      file SHA256 0600 etc/kv/kv.conf
      file SHA256 0755 scripts/kv-backup-start-HASH
      file SHA256 0644 etc/ssh/authorized_keys.d/root
      file SHA256 0644 units/kv-init.service
      file SHA256 0755 scripts/kv-init-start-HASH
      file SHA256 0644 units/kv-sessions.timer
      file SHA256 0644 units/kv.target
      file SHA256 0644 sysctl/60-troupe.conf
      file SHA256 0644 units/troupe-firewall.service
      file SHA256 0644 units/kv-sessions.socket
      file SHA256 0644 units/kv-backup.service
      file SHA256 0644 firewall/rules-HASH.nft
      file SHA256 0644 units/apparmor.service
      file SHA256 0644 etc/ssh/sshd_config.d/50-troupe.conf
      file SHA256 0644 etc/motd
      file SHA256 0644 units/kv-backup.timer
      group kv - system
      health answers 30 health/answers-HASH
      health own 30 health/own-HASH
      health page 60 health/page-HASH
      host 127.0.1.1 alice.home.arpa alice
      host 192.0.2.11 bob.home.arpa bob
      host 2001:db8::11 bob.home.arpa
      hostname alice
      machine alice
      package nftables
      package redis-server
      state /var/lib/kv-sessions kv-sessions.service
      state /var/log/kv kv-sessions.service
      state /var/log/kv-sessions kv-sessions.service
      sysctl sysctl/60-troupe.conf
      tmpfiles tmpfiles/troupe.conf
      unit kv-backup.service HASH next-run -
      unit kv-backup.timer HASH restart start
      unit kv-init.service HASH restart -
      unit kv-sessions.service HASH+HASH restart start
      unit kv-sessions.socket HASH restart -
      unit kv-sessions.timer HASH restart start
      unit kv-worker@.service HASH restart -
      unit kv-worker@60.service HASH restart start
      unit kv.target HASH keep -
      unit troupe-firewall.service HASH reload start
      user ann - users /home/ann /bin/bash normal kv,sudo createHome Ann Example
      user kv 990 kv /nonexistent /usr/sbin/nologin system - - -
      wants kv-sessions.service kv-worker@60.service wants
      wants multi-user.target kv-sessions.service wants
      wants sysinit.target troupe-firewall.service wants
      wants timers.target kv-backup.timer wants
      wants timers.target kv-sessions.timer wants
      "
    `);
  });

  it("holds service units as systemd reads them", () => {
    expect(digests(fileText(machine, "units/kv-sessions.service"))).toMatchInlineSnapshot(`
      "[Unit]
      Description=Key value store "sessions", 100%
      Documentation=man:redis-server(1) https://redis.io/docs
      After=kv-init.service network.target
      Wants=kv-init.service
      StartLimitBurst=5
      StartLimitIntervalSec=60
      ConditionPathExists=/etc
      ConditionPathExists=/var

      [Service]
      Environment="EMPTY="
      Environment="GREETING=say \\"hi\\" to $USER\\n"
      Environment="HOME=%S/kv"
      Environment="PATH=/opt/kv/bin:/opt/kv/sbin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
      DynamicUser=true
      ExecReload=/usr/bin/true
      ExecStart=/usr/bin/sleep infinity
      ExecStartPre=/var/lib/troupe/current/scripts/kv-sessions-pre-start-HASH
      LogsDirectory=kv-sessions
      LogsDirectory=kv
      Restart=on-failure
      RestartSec=2.5
      StateDirectory=kv-sessions
      SystemCallFilter=@system-service
      SystemCallFilter=~@privileged
      "
    `);
  });

  it("holds scripts", () => {
    expect(fileText(machine, "scripts/kv-sessions-pre-start")).toMatchInlineSnapshot(`
      "#!/bin/sh
      set -e

      test -d /var/lib
      "
    `);
    expect(digests(fileText(machine, "units/kv-backup.service"))).toMatchInlineSnapshot(`
      "[Service]
      ExecStart=/var/lib/troupe/current/scripts/kv-backup-start-HASH --all
      Type=oneshot
      "
    `);
  });

  it("holds timers, sockets, targets, drop-ins and masks", () => {
    const names = [
      "kv-backup.timer",
      "kv-sessions.timer",
      "kv-sessions.socket",
      "kv.target",
      "kv-worker@60.service.d/overrides.conf",
      "apparmor.service",
    ];
    expect(names.map((name) => `# ${name}\n${fileText(machine, `units/${name}`)}`).join("\n")).toMatchInlineSnapshot(`
      "# kv-backup.timer
      [Timer]
      OnCalendar=daily
      OnCalendar=Sun 04:00

      # kv-sessions.timer
      [Timer]
      OnBootSec=300
      Persistent=true

      # kv-sessions.socket
      [Socket]
      ListenStream=6379
      ListenStream=/run/kv.sock
      Accept=false

      # kv.target
      [Unit]
      Description=All of kv
      Wants=kv-sessions.service

      # kv-worker@60.service.d/overrides.conf
      [Service]
      Nice=5

      # apparmor.service
      "
    `);
  });

  it("holds the firewall", () => {
    expect(fileText(machine, "firewall/rules")).toMatchInlineSnapshot(`
      "table inet troupe
      delete table inet troupe
      table inet troupe {
        chain input {
          type filter hook input priority filter; policy drop;
          iifname { "lo", "wg*" } accept comment "trusted interfaces"
          ct state vmap { invalid : drop, established : accept, related : accept, new : jump input-allow, untracked : jump input-allow }
        }
        chain input-allow {
          tcp dport { 22, 443, 8000-8020 } accept
          udp dport { 51820 } accept
          iifname "eth1" tcp dport { 9100 } accept
          icmp type echo-request accept comment "ping"
          icmpv6 type != { nd-redirect, 139 } accept comment "all but redirects and node information, see RFC 4890"
          ip6 daddr fe80::/64 udp dport 546 accept comment "DHCPv6 client"
          ip saddr 192.0.2.0/24 tcp dport 6379 accept
        }
      }
      "
    `);
    expect(digests(fileText(machine, "units/troupe-firewall.service"))).toMatchInlineSnapshot(`
      "[Unit]
      Description=Firewall
      DefaultDependencies=false
      After=local-fs.target nftables.service
      Before=network-pre.target shutdown.target
      Conflicts=shutdown.target
      PartOf=nftables.service
      Wants=network-pre.target
      RequiresMountsFor=/var/lib/troupe/current/firewall/rules-HASH.nft

      [Service]
      Type=oneshot
      RemainAfterExit=true
      ExecStart=/usr/sbin/nft -f /var/lib/troupe/current/firewall/rules-HASH.nft
      ExecStart=/bin/sh -c 'umask 077; { echo rules-HASH.nft; /usr/sbin/nft -s -t list table inet troupe | sha256sum; } >/run/troupe-firewall'
      ExecReload=/usr/sbin/nft -f /var/lib/troupe/current/firewall/rules-HASH.nft
      ExecReload=/bin/sh -c 'umask 077; { echo rules-HASH.nft; /usr/sbin/nft -s -t list table inet troupe | sha256sum; } >/run/troupe-firewall'
      ExecStop=-/usr/sbin/nft delete table inet troupe
      "
    `);
  });

  it("holds what sshd reads", () => {
    expect(fileText(machine, "etc/ssh/sshd_config.d/50-troupe.conf")).toMatchInlineSnapshot(`
      "Match User ann,root
        AuthorizedKeysFile .ssh/authorized_keys .ssh/authorized_keys2 /etc/ssh/authorized_keys.d/%u
      "
    `);
    expect(fileText(machine, "etc/ssh/authorized_keys.d/ann")).toMatchInlineSnapshot(`
      "ssh-ed25519 AAAAann ann@home
      "
    `);
  });

  it("holds kernel parameters and tmpfiles", () => {
    expect(fileText(machine, "sysctl/60-troupe.conf")).toMatchInlineSnapshot(`
      "net.ipv4.ip_forward = 1
      net.ipv4.ping_group_range = 0 1000
      vm.swappiness = 10
      "
    `);
    expect(fileText(machine, "tmpfiles/troupe.conf")).toMatchInlineSnapshot(`
      "d /srv/kv 0750 kv kv -
      L+ /run/kv.conf - - - - /etc/kv/kv.conf
      "
    `);
  });
});

describe("a text of data", () => {
  it("orders no package, whatever it says", () => {
    const text = "Welcome @@troupe-program:x:openssh-server-:x:@@ @@troupe-program:x:openssh-server:x:/usr/bin/x@@\n";
    const machine = rendered(["motd", { environment: { etc: { "motd.d/site": { text } } } }]);
    expect(problems(machine)).toBe("");
    expect(machine.generation.manifest.packages).toEqual([]);
    expect(fileText(machine, "etc/motd.d/site")).toBe(text);
  });
});

describe("provenance", () => {
  it("says who each entry comes from", () => {
    const kv = definePackage({ debian: "kvd", nixpkgs: "kv" });
    const other = definePackage({ debian: "tool", nixpkgs: "tool" });
    const { origins } = rendered(
      [
        "kv:a:server:alice",
        {
          systemd: { services: { kv: { serviceConfig: { ExecStart: kv.bin("kvd") } } } },
          environment: { systemPackages: [kv] },
        },
      ],
      [
        "kv:b:client:alice",
        { systemd: { services: { kv: { environment: { CLIENT: "1" } }, unused: mkIf(false, { script: "x" }) } } },
      ],
      [
        "machine alice",
        { environment: { systemPackages: [other] }, networking: { hostName: "alice", hosts: { "192.0.2.1": ["b"] } } },
      ],
    );
    expect(origins()).toMatchInlineSnapshot(`
      {
        "host:127.0.1.1": [
          "machine alice",
        ],
        "host:192.0.2.1": [
          "machine alice",
        ],
        "hostname:alice": [
          "machine alice",
        ],
        "package:kvd": [
          "kv:a:server:alice",
        ],
        "package:tool": [
          "machine alice",
        ],
        "unit:kv.service": [
          "kv:a:server:alice",
          "kv:b:client:alice",
        ],
      }
    `);
  });
});

describe("equal input", () => {
  const more = definePackage({ debian: ["tool", "tool-data"], nixpkgs: "tool" });
  const fragments: readonly SystemFragment[] = [
    example,
    {
      environment: { etc: { more: { text: "1" } }, systemPackages: [more] },
      boot: { kernel: { sysctl: { "kernel.sysrq": false } } },
    },
    {
      systemd: {
        targets: { zz: {}, aa: { after: ["kv.target"] } },
        services: { "kv-sessions": { after: ["b.target", "a.target"], environment: { Z: "1" } } },
      },
      networking: { firewall: { allowedTCPPorts: [80, 25], interfaces: { eth0: { allowedUDPPorts: [53] } } } },
      users: {
        users: { ann: { extraGroups: ["adm"], openssh: { authorizedKeys: { keys: ["ssh-ed25519 AAAAzzz more"] } } } },
        groups: { extra: {} },
      },
    },
  ];
  const id = rendered(...fragments).generation.id;
  type Tree = { readonly [key: string]: unknown };
  const isTree = (value: unknown): value is Tree =>
    typeof value === "object" && value !== null && !Array.isArray(value) && !("_type" in value);
  const shuffleKeys = (value: unknown, order: () => number): unknown =>
    isTree(value)
      ? Object.fromEntries(
          Object.entries(value)
            .map(([key, part]) => [order(), key, part] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, key, part]) => [key, shuffleKeys(part, order)]),
        )
      : value;

  it("gives the same bytes, in whatever order definitions come", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...fragments], { minLength: fragments.length }),
        fc.infiniteStream(fc.nat()),
        (modules, numbers) => {
          const order = () => numbers.next().value as number;
          expect(rendered(...modules.map((module) => shuffleKeys(module, order) as SystemFragment)).generation.id).toBe(
            id,
          );
        },
      ),
      { numRuns: 20 },
    );
  });
});
