import { readFileSync } from "node:fs";
import { defineInventory, defineService, system } from "troupe";
const cfg = JSON.parse(readFileSync(new URL("./cfg.json", import.meta.url), "utf8"));
const s = defineService({ manifest: { name: "s" }, roles: { r: { perInstance: () => ({ module: system(cfg) }) } } });
export default defineInventory({
  services: { s },
  machines: { sec1: { deploy: { targetHost: "root@10.231.0.11" } } },
}).instances({ i: { service: "s", roles: { r: { machines: ["sec1"] } } } });
