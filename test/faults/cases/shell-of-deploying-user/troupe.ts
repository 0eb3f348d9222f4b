import { defineInventory, system } from "troupe";
export default defineInventory({
  machines: {
    alice: {
      deploy: { targetHost: "ann@10.231.0.11" },
      module: system({
        users: { users: { ann: { isNormalUser: true, shell: "/usr/bin/zsh" } } },
      }),
    },
  },
});
