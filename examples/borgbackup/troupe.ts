/** Two backups of one client: every night on a machine at home, and somewhere else as well. */
import { defineInventory } from "troupe";
import { borgbackup } from "./borgbackup.ts";

export default defineInventory({
  meta: { name: "home", domain: "home.arpa" },
  services: { borgbackup },
  machines: {
    jon: { class: "nixos", deploy: { targetHost: "root@192.0.2.10" } },
    vault: { class: "nixos", deploy: { targetHost: "root@192.0.2.11" } },
    cellar: { class: "nixos", deploy: { targetHost: "root@198.51.100.7" } },
  },
}).instances({
  daily: {
    service: "borgbackup",
    roles: { client: { machines: ["jon"], settings: { exclude: ["*.pyc"] } }, server: { machines: ["vault"] } },
  },
  weekly: {
    service: "borgbackup",
    roles: {
      client: {
        machines: { jon: { settings: { destinations: { rented: { repo: "ssh://u1@backup.example.com/./jon" } } } } },
        settings: { startAt: "weekly" },
      },
      server: { machines: { cellar: { settings: { address: "cellar.home.arpa", directory: "/srv/borg" } } } },
    },
  },
});
