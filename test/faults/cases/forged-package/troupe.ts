import { defineInventory, defineService, option, system, t } from "troupe";
// a service that shows a text that whoever writes inventory.json may choose
const motd = defineService({
  manifest: { name: "motd" },
  roles: {
    host: {
      interface: { text: option(t.str) },
      perInstance: ({ settings }) => ({
        module: system({ environment: { etc: { "motd.d/site": { text: settings.text } } } }),
      }),
    },
  },
});
export default defineInventory({ services: { motd } });
