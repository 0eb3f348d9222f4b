import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    carol: {
      deploy: { targetHost: "root@10.231.0.13" },
      module: system({
        networking: { hosts: { "192.0.2.7": ["db.example.org"] } },
        healthChecks: { no: { script: "cat /dev/zero > /etc/fill; false", timeout: 1 } },
      }),
    },
  },
});
