import { defineInventory, system } from "troupe";
const v = "2";
export default defineInventory({
  machines: {
    carol: {
      deploy: { targetHost: "root@10.231.0.13" },
      module: system({
        systemd: {
          services: {
            rel: {
              wantedBy: ["multi-user.target"],
              reloadIfChanged: true,
              environment: { V: v },
              serviceConfig: { ExecStart: "/bin/sleep infinity", ExecReload: "/bin/false" },
            },
            msk: {
              wantedBy: ["multi-user.target"],
              environment: { V: v },
              serviceConfig: { ExecStart: "/bin/sleep infinity" },
            },
          },
        },
      }),
    },
  },
});
