/** Every problem that @troupe/core finds. */
export * from "./diagnostics/clusters.ts";
export * from "./diagnostics/exports.ts";
export * from "./diagnostics/inventory.ts";
export * from "./diagnostics/machines.ts";
export * from "./diagnostics/results.ts";
export * from "./diagnostics/settings.ts";
