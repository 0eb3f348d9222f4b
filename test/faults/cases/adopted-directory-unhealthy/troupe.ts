import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    bob: {
      deploy: { targetHost: "root@10.231.0.12" },
      module: system({
        environment: { etc: { isdir: { text: "f\n" } } },
        healthChecks: { no: { script: "false", timeout: 1 } },
      }),
    },
  },
});
