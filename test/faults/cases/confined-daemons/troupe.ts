import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    vm: {
      deploy: { targetHost: "root@127.0.0.1:2222" },
      module: system({
        environment: {
          etc: {
            "chrony/conf.d/site.conf": { text: "# site\nmakestep 1 3\n" },
            "unbound/unbound.conf.d/site.conf": { text: "server:\n  verbosity: 1\n" },
            "rsyslog.d/50-site.conf": { text: "# site\nlocal0.* /var/log/site.log\n" },
            "motd.d/site": { text: "hello\n" },
          },
        },
        systemd: {
          services: { hello: { wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/sleep infinity" } } },
        },
      }),
    },
  },
});
