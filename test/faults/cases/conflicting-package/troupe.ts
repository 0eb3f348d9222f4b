import { defineInventory, definePackage, defineService, system } from "troupe";
const s = defineService({
  manifest: { name: "s" },
  roles: {
    r: {
      perInstance: () => ({
        module: system({ environment: { systemPackages: [definePackage({ debian: "bbb", nixpkgs: "bbb" })] } }),
      }),
    },
  },
});
export default defineInventory({
  services: { s },
  machines: { sec1: { deploy: { targetHost: "root@10.231.0.11" } } },
}).instances({ i: { service: "s", roles: { r: { machines: ["sec1"] } } } });
