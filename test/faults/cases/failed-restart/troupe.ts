import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    carol: {
      deploy: { targetHost: "root@10.231.0.13" },
      module: system({
        systemd: {
          services: { app3: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "bin/sleep 2222222" } } },
        },
      }),
    },
  },
});
