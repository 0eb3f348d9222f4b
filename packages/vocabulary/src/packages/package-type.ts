/** The option type of package references. */
import { defineType, type Leaf, t } from "@troupe/modules";
import { isPackageRef, type PackageRef, samePackage } from "./package-ref.ts";

/** The type of {@link packageReference}. */
export interface PackageType extends Leaf<PackageRef> {}

/** The option type of values that `definePackage` returns. */
export const packageReference: PackageType = defineType<PackageType>({
  name: "package",
  description: "package",
  descriptionClass: "noun",
  words: { one: "a package (what definePackage returns)", many: "packages (what definePackage returns)" },
  check: isPackageRef,
  shallow: true,
  merge: (path, definitions) => {
    const [first, ...others] = definitions.map(({ value }) => value as PackageRef);
    return others.every((other) => samePackage(first!, other)) ? first : t.raw.merge(path, definitions);
  },
  jsonSchema: () => ({
    type: "object",
    properties: {
      _type: { const: "package" },
      debian: { type: "array", items: { type: "string" } },
      nixpkgs: { type: "string" },
    },
    required: ["_type", "debian", "nixpkgs"],
  }),
});
