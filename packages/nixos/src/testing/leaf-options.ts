/** The options of the portable vocabulary, for tests that all of them are known. */
import { type JsonSchema, t } from "@troupe/modules";
import { systemOptions } from "@troupe/vocabulary";

/**
 * Returns the paths of the options in a schema that hold no other options. Elements of lists have no rules of their
 * own.
 */
function leavesOf(schema: JsonSchema, path: readonly string[] = []): readonly string[] {
  const { properties, additionalProperties, anyOf } = schema as {
    readonly properties?: { readonly [name: string]: JsonSchema };
    readonly additionalProperties?: JsonSchema | boolean;
    readonly anyOf?: readonly JsonSchema[];
  };
  const inner = [
    ...Object.entries(properties ?? {}).flatMap(([name, child]) => leavesOf(child, [...path, name])),
    ...(typeof additionalProperties === "object"
      ? leavesOf(additionalProperties, [...path, "*"]).filter((leaf) => !leaf.endsWith("*"))
      : []),
    ...(anyOf ?? []).flatMap((each) => leavesOf(each, path)).filter((leaf) => leaf !== path.join(".")),
  ];
  return inner.length > 0 ? inner : [path.join(".")];
}

/** The paths of the options of the portable vocabulary that hold no other options; `*` is any name. */
export const leafOptions = leavesOf(t.submodule(systemOptions).jsonSchema());
