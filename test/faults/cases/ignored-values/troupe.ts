import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    carol: {
      deploy: { targetHost: "root@10.231.0.13" },
      module: system({
        systemd: {
          services: {
            app: {
              wantedBy: ["multi-user.target"],
              startAt: "every day",
              serviceConfig: {
                ExecStart: "/bin/sleep infinity",
                Restart: "allways",
                MemoryMax: "2GB",
                ProtectSystem: "Strict",
                NoNewPrivileges: "ja",
                TimeoutStopSec: "5 parsecs",
                User: "root",
              },
            },
          },
        },
      }),
    },
  },
});
