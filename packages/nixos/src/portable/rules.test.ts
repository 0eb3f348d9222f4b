import type { JsonSchema } from "@troupe/modules";
import { t } from "@troupe/modules";
import { systemOptions } from "@troupe/vocabulary";
import { describe, expect, it } from "vitest";
import { darwinRules } from "./darwin.ts";
import { nixosRules } from "./nixos.ts";
import type { OptionRule } from "./option-rule.ts";

/** Returns the paths of the options in a schema that hold no other options. Elements of lists have no rules of their own. */
function leafOptions(schema: JsonSchema, path: readonly string[] = []): readonly string[] {
  const { properties, additionalProperties, anyOf } = schema as {
    readonly properties?: { readonly [name: string]: JsonSchema };
    readonly additionalProperties?: JsonSchema | boolean;
    readonly anyOf?: readonly JsonSchema[];
  };
  const inner = [
    ...Object.entries(properties ?? {}).flatMap(([name, child]) => leafOptions(child, [...path, name])),
    ...(typeof additionalProperties === "object"
      ? leafOptions(additionalProperties, [...path, "*"]).filter((leaf) => !leaf.endsWith("*"))
      : []),
    ...(anyOf ?? []).flatMap((each) => leafOptions(each, path)).filter((leaf) => leaf !== path.join(".")),
  ];
  return inner.length > 0 ? inner : [path.join(".")];
}

const leaves = leafOptions(t.submodule(systemOptions).jsonSchema());

/** True for a rule of an option, or of an exception that an option is inside of. */
const covers =
  (leaf: string) =>
  ({ option, kind }: OptionRule) =>
    option === leaf || (kind === "exception" && leaf.startsWith(`${option}.`));

describe.each(Object.entries({ NixOS: nixosRules, "nix-darwin": darwinRules }))("the rules of %s", (_, platform) => {
  const rules = Object.values<readonly OptionRule[]>(platform).flat();

  it("cover each option of the vocabulary with exactly one rule", () => {
    const uncovered = leaves.filter((leaf) => !rules.some(covers(leaf)));
    const ambiguous = leaves.filter((leaf) => rules.filter(covers(leaf)).length > 1);
    expect({ uncovered, ambiguous }).toEqual({ uncovered: [], ambiguous: [] });
  });

  it("speak of options that the vocabulary has, each once", () => {
    const options = rules.map(({ option }) => option);
    const unknown = options.filter((option) => !leaves.some((leaf) => leaf === option || leaf.startsWith(`${option}.`)));
    expect({ unknown, twice: options.filter((option, index) => options.indexOf(option) !== index) }).toEqual({ unknown: [], twice: [] });
  });

  it("give a reason for each translation and exception", () => {
    expect(rules.filter(({ kind, why }) => kind !== "same" && why === undefined)).toEqual([]);
  });
});

it("the vocabulary has options at all depths", () => {
  expect(leaves).toEqual(
    expect.arrayContaining([
      "boot.kernel.sysctl",
      "environment.etc.*.mode",
      "healthChecks.*.tcp.port",
      "users.users.*.openssh.authorizedKeys.keys",
    ]),
  );
  expect(leaves.length).toBeGreaterThan(100);
});
