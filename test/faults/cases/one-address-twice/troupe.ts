import { defineInventory, system } from "troupe";
const m = (n: string) =>
  system({
    networking: { hostName: n },
    environment: { etc: { "who.conf": { text: `${n}\n` } } },
    systemd: {
      services: {
        [`app-${n}`]: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/sleep infinity" } },
      },
    },
  });
export default defineInventory({
  machines: {
    m1: { deploy: { targetHost: "root@10.231.0.13" }, module: m("m1") },
    m2: { deploy: { targetHost: "root@10.231.0.13" }, module: m("m2") },
  },
});
