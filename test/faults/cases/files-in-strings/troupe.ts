import { defineInventory, defineService, option, system, t } from "troupe";
const s = defineService({
  manifest: { name: "s" },
  roles: {
    r: {
      interface: { text: option(t.str) },
      perInstance: ({ settings }) => ({
        module: system({
          environment: { etc: { motd: { text: settings.text } } },
        }),
      }),
    },
  },
});
export default defineInventory({ services: { s } });
