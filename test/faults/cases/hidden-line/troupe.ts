import { defineInventory, defineService, option, system, t } from "troupe";
const s = defineService({
  manifest: { name: "s" },
  roles: {
    r: {
      interface: { text: option(t.str) },
      perInstance: ({ settings }) => ({
        module: system({
          environment: { etc: { "motd.d/x": { text: settings.text } } },
          systemd: {
            services: {
              x: { description: "d", wantedBy: ["multi-user.target"], serviceConfig: { ExecStart: "/bin/true" } },
            },
          },
        }),
      }),
    },
  },
});
export default defineInventory({ services: { s } });
