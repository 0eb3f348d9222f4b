import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    bob: {
      deploy: { targetHost: "root@10.231.0.12" },
      module: system({ networking: { hosts: { "192.0.2.7": ["db.example.org"] } } }),
    },
  },
});
