import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    carol: {
      deploy: { targetHost: "root@10.231.0.13" },
      module: system({
        environment: { etc: { "ssh/sshd_config.d/10-mine.conf": { text: "PermitRootLogin yess\nPort 22\n" } } },
      }),
    },
  },
});
