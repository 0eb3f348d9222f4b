import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    alice: {
      deploy: { targetHost: "root@10.231.0.11" },
      module: system({
        systemd: {
          services: {
            w: {
              wantedBy: ["multiuser.target"],
              after: ["netwrok.target"],
              serviceConfig: { ExecStart: "/bin/sleep infinity" },
            },
          },
        },
      }),
    },
  },
});
