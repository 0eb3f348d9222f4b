import { expectTypeOf, it } from "vitest";
import { nixosRules } from "./nixos.ts";
import { type PlatformRules, same } from "./option-rule.ts";

it("a platform without a group of the vocabulary does not compile", () => {
  const { users: _, ...forgotten } = nixosRules;
  expectTypeOf(forgotten).not.toExtend<PlatformRules>();
  expectTypeOf(nixosRules).toExtend<PlatformRules>();
});

it("a rule of another group does not compile", () => {
  // @ts-expect-error -- the option is in the group `users`
  ({ ...nixosRules, boot: same("users.users") }) satisfies PlatformRules;
});
