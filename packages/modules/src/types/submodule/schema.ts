/** The JSON Schema of a submodule. */
import { guard } from "../../evaluate/cell.ts";
import type { JsonSchema } from "../../model/json-schema.ts";
import type { ModuleLike } from "../../model/module.ts";
import { jsonSchema, unnamed } from "../../options/json-schema.ts";
import { treeFunctionOf, type TreeFunction } from "./declaration.ts";

/** The schema of the options that the modules declare; open if a module function or a freeform type may add others. */
export function submoduleSchema(modules: readonly ModuleLike[]): JsonSchema {
  const parts = modules.map(moduleSchema);
  const declared = parts.filter((part) => part !== undefined);
  if (declared.length === 0) return { type: "object" };
  const open =
    declared.length < parts.length || modules.some((module) => typeof module !== "function" && module.freeformType !== undefined);
  const required = declared.flatMap((schema) => (schema["required"] as readonly string[] | undefined) ?? []);
  return {
    type: "object",
    properties: Object.assign({}, ...declared.map((schema) => schema["properties"])) as JsonSchema,
    ...(required.length > 0 && { required }),
    ...(!open && { additionalProperties: false }),
  };
}

/** The tree functions whose schema is being made. */
const inProgress = new Set<TreeFunction>();
/** Bounds the nesting of types that are made anew at each level, because such types never meet themselves in `inProgress`. */
const deepest = 10;

/** The schema of one module. Undefined for a module function, and for a type inside itself. */
function moduleSchema(module: ModuleLike): JsonSchema | undefined {
  if (typeof module !== "function") return jsonSchema(module.options ?? {});
  const treeOf = treeFunctionOf(module);
  if (treeOf === undefined || inProgress.has(treeOf) || inProgress.size === deepest) return undefined;
  inProgress.add(treeOf);
  try {
    return jsonSchema(guard([], () => treeOf({ name: unnamed, config: {} })));
  } finally {
    inProgress.delete(treeOf);
  }
}
