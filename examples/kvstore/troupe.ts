/** Two key-value stores on three machines. Which machine leads a store, and where the machines are, stands in inventory.json. */
import { defineInventory } from "troupe";
import inventory from "./inventory.json" with { type: "json" };
import { kvstore } from "./kvstore.ts";

export default defineInventory({
  meta: { name: "kvstore-example", domain: "home.arpa" },
  services: { kvstore },
  json: inventory,
  machines: {
    alice: { tags: ["store"] },
    bob: { tags: ["store"] },
    carol: { tags: ["store"] },
  },
}).instances({
  sessions: {
    service: "kvstore",
    roles: { replica: { tags: { store: {} } } },
  },
  // The same service once more on the same machines, with ports of its own.
  cache: {
    service: "kvstore",
    roles: {
      primary: { machines: { carol: {} }, settings: { port: 7379 } },
      replica: { tags: { store: {} }, settings: { port: 7380 } },
    },
  },
});
