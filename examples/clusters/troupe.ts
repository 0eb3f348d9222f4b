/** Two clusters with five machines. To move a machine to the other cluster, move its line. */
import { defineInventory, system } from "troupe";
import { staticDns } from "./static-dns.ts";

const host = (ip: string) => ({ deploy: { targetHost: `root@${ip}` }, facts: { ips: { host0: [ip] } } });

export default defineInventory({
  meta: { name: "clusters-example", domain: "example.com" },
  clusters: {
    north: {
      machines: {
        web: host("192.0.2.11"),
        db: host("192.0.2.12"),
        cache: host("192.0.2.13"),
      },
      services: { dns: staticDns },
      users: { ann: { isNormalUser: true } },
      module: system({ environment: { etc: { "motd.d/cluster": { text: "You are in the north.\n" } } } }),
    },
    south: {
      machines: {
        web: { ...host("192.0.2.14"), users: { ben: { extraGroups: ["adm"] } } },
        backup: host("192.0.2.15"),
      },
      services: { dns: staticDns },
      users: { ben: { isNormalUser: true } },
      module: system({ environment: { etc: { "motd.d/cluster": { text: "You are in the south.\n" } } } }),
    },
  },
});
