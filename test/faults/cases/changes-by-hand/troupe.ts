import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    bob: {
      deploy: { targetHost: "root@10.231.0.12" },
      module: system({
        boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1, "net.ipv4.conf.*.rp_filter": 2 } } },
        users: {
          users: {
            kv: { isSystemUser: true, group: "kv", extraGroups: ["adm"] },
            eve: {
              isNormalUser: true,
              openssh: {
                authorizedKeys: {
                  keys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDrr3nYF0mXzY7pYVtjN0YIhJbkz4Oq4fQ7oQy0j2Pq1 eve"],
                },
              },
            },
          },
          groups: { kv: {} },
        },
        systemd: {
          tmpfiles: { rules: ["d /srv/kv 0750 kv kv -"] },
          services: {
            kv: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/sleep infinity", User: "kv" } },
          },
        },
        networking: { firewall: { enable: true, allowedTCPPorts: [22] }, hostName: "bob" },
        environment: {
          etc: { "kv.conf": { text: "a\n" }, "kv.copy": { text: "a\n", mode: "0640", user: "kv", group: "kv" } },
        },
      }),
    },
  },
});
