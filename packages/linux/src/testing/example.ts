/** For tests: a machine that uses most of the vocabulary. */
import { definePackage, system, type SystemFragment } from "@troupe/vocabulary";

const coreutils = definePackage({ debian: [], nixpkgs: "coreutils" });
const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });

/** Commands are such that any system with systemd has them. */
export const example: SystemFragment = system({
  environment: {
    systemPackages: [redis],
    etc: {
      motd: { text: "Managed by Troupe\n" },
      "kv/kv.conf": { text: "secretless = true\n", mode: "0440", user: "kv", group: "kv" },
    },
  },
  systemd: {
    services: {
      "kv-sessions": {
        description: 'Key value store "sessions", 100%',
        documentation: ["man:redis-server(1)", "https://redis.io/docs"],
        after: ["network.target", "kv-init.service"],
        wants: ["kv-init.service"],
        wantedBy: ["multi-user.target"],
        environment: { GREETING: 'say "hi" to $USER\n', HOME: "%S/kv", EMPTY: "", GONE: null },
        path: [coreutils, "/opt/kv"],
        restartTriggers: ["secretless = true"],
        reloadTriggers: ["v1"],
        startLimitBurst: 5,
        startLimitIntervalSec: 60,
        unitConfig: { ConditionPathExists: ["/etc", "/var"] },
        serviceConfig: {
          ExecStart: `${coreutils.bin("sleep")} \\\n    infinity`,
          ExecReload: `${coreutils.bin("true")}`,
          DynamicUser: true,
          Restart: "on-failure",
          RestartSec: 2.5,
          StateDirectory: "kv-sessions",
          LogsDirectory: ["kv-sessions", "kv"],
          SystemCallFilter: ["@system-service", "~@privileged"],
        },
        preStart: "test -d /var/lib\n",
      },
      "kv-init": { script: "echo once > /dev/null", serviceConfig: { Type: "oneshot", RemainAfterExit: true } },
      "kv-worker@": { serviceConfig: { ExecStart: `${coreutils.bin("sleep")} %i` } },
      "kv-worker@60": { overrideStrategy: "asDropin", wantedBy: ["kv-sessions.service"], serviceConfig: { Nice: 5 } },
      "kv-backup": {
        script: "date\n",
        scriptArgs: "--all",
        startAt: ["daily", "Sun 04:00"],
        serviceConfig: { Type: "oneshot" },
      },
      apparmor: { enable: false },
    },
    timers: { "kv-sessions": { wantedBy: ["timers.target"], timerConfig: { OnBootSec: 300, Persistent: true } } },
    sockets: { "kv-sessions": { listenStreams: ["6379", "/run/kv.sock"], socketConfig: { Accept: false } } },
    targets: { kv: { description: "All of kv", wants: ["kv-sessions.service"] } },
    tmpfiles: { rules: ["d /srv/kv 0750 kv kv -", "L+ /run/kv.conf - - - - /etc/kv/kv.conf"] },
  },
  users: {
    users: {
      kv: { isSystemUser: true, group: "kv", uid: 990 },
      ann: {
        isNormalUser: true,
        description: "Ann Example",
        extraGroups: ["sudo"],
        openssh: { authorizedKeys: { keys: ["ssh-ed25519 AAAAann ann@home"] } },
      },
      root: { openssh: { authorizedKeys: { keys: ["ssh-ed25519 AAAAdeploy deploy"] } } },
    },
    groups: { kv: { members: ["ann"] } },
  },
  networking: {
    hostName: "alice",
    domain: "home.arpa",
    hosts: { "192.0.2.11": ["bob.home.arpa", "bob"], "2001:db8::11": ["bob.home.arpa"] },
    firewall: {
      enable: true,
      allowedTCPPorts: [443, 22, 22],
      allowedUDPPorts: [51820],
      allowedTCPPortRanges: [
        { from: 8000, to: 8010 },
        { from: 8005, to: 8020 },
      ],
      trustedInterfaces: ["wg*"],
      interfaces: { eth1: { allowedTCPPorts: [9100] } },
      extraInputRules: "ip saddr 192.0.2.0/24 tcp dport 6379 accept\n",
    },
  },
  boot: {
    kernel: {
      sysctl: {
        "net.ipv4.ip_forward": true,
        "vm.swappiness": 10,
        "net.ipv4.ping_group_range": "0 1000",
        "vm.overcommit_memory": null,
      },
    },
  },
  healthChecks: {
    answers: { tcp: { port: 6379 } },
    page: { http: { url: "http://[::1]:8080/healthz?q=a'b" }, timeout: 60 },
    own: { script: `${redis.bin("redis-cli")} ping | grep -q PONG` },
  },
});
