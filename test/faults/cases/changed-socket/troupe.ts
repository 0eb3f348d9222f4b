import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    carol: {
      deploy: { targetHost: "root@10.231.0.13" },
      module: system({
        systemd: {
          sockets: { echo1: { wantedBy: ["sockets.target"], listenStreams: ["127.0.0.1:7002"] } },
          services: { echo1: { serviceConfig: { ExecStart: "/bin/sleep infinity" } } },
        },
      }),
    },
  },
});
