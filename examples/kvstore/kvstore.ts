/** The key-value store: one primary and its replicas, on Debian's redis-server. */
import { definePackage, defineService, option, system, t } from "troupe";

const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });

/** Where the password lies on every host. It never enters this project: until vars bring secrets, somebody puts it there. */
const passwordFile = "/etc/kvstore/password.conf";

export const kvstore = defineService({
  manifest: {
    name: "kvstore",
    description: "One primary and its replicas",
    constraints: { roles: { primary: { minMachines: 1, maxMachines: 1 } } },
  },
  exports: {
    connectionString: option(t.str, { description: "Where to connect to" }),
    isLeader: option(t.bool, { default: false, description: "Whether it takes writes" }),
  },
  roles: {
    primary: {
      description: "Takes the writes",
      interface: { port: option(t.port, { default: 6379, description: "Where it listens" }) },
      perInstance: ({ instanceName, settings, machine, mkExports }) => ({
        exports: mkExports({ connectionString: `tcp://${machine.address}:${settings.port}`, isLeader: true }),
        module: server(`kvstore-${instanceName}`, { port: settings.port }),
      }),
    },
    replica: {
      description: "Follows the primary",
      interface: { port: option(t.port, { default: 6380, description: "Where it listens" }) },
      perInstance: ({ exports, instanceName, settings, machine, mkExports }) => ({
        exports: mkExports({ connectionString: `tcp://${machine.address}:${settings.port}` }),
        // A function: exports are read when the machine's configuration is computed, not before.
        module: () => {
          const primary = exports[`kvstore:${instanceName}:primary:`];
          return server(`kvstore-${instanceName}-replica`, { port: settings.port, follows: primary?.connectionString });
        },
      }),
    },
  },
});

/** One redis server under its own name, port and directory, so that several run side by side on one machine. */
function server(name: string, { port, follows }: { port: number; follows?: string | undefined }) {
  const leader = follows === undefined ? undefined : new URL(follows);
  const config = [
    `port ${port}`,
    "bind * -::*",
    `dir /var/lib/${name}`,
    "appendonly yes",
    ...(leader === undefined ? [] : [`replicaof ${leader.hostname} ${leader.port}`]),
  ];
  return system({
    environment: {
      systemPackages: [redis],
      etc: { [`kvstore/${name}.conf`]: { text: `${config.join("\n")}\n` } },
    },
    systemd: {
      services: {
        [name]: {
          description: leader === undefined ? "Key-value store, primary" : "Key-value store, replica",
          wantedBy: ["multi-user.target"],
          after: ["network.target"],
          restartTriggers: [config.join("\n")],
          serviceConfig: {
            // The password reaches the server as a file that only it can read.
            LoadCredential: `password.conf:${passwordFile}`,
            ExecStart: `${redis.bin("redis-server")} /etc/kvstore/${name}.conf --include %d/password.conf`,
            DynamicUser: true,
            StateDirectory: name,
            Restart: "on-failure",
          },
        },
      },
    },
    healthChecks: { [name]: { description: "It listens", tcp: { host: "127.0.0.1", port } } },
  });
}
