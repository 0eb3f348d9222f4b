import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    bob: {
      deploy: { targetHost: "root@10.231.0.12" },
      module: system({
        environment: { etc: { "small/a.conf": { text: "f\n" } } },
        healthChecks: { no: { script: "cat /dev/zero > /etc/small/fill; false", timeout: 1 } },
      }),
    },
  },
});
