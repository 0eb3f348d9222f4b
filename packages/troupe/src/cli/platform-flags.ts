/** Flags that platforms add to commands. */
import type { BuildFlag } from "../deploy/model/platform.ts";
import type { PlatformFlagValues } from "../deploy/model/options.ts";
import { registeredPlatforms } from "../platforms/platforms.ts";
import type { CommandUse } from "./command-description.ts";
import type { FlagDefinition } from "./flag-definition.ts";

const planFlags = () => registeredPlatforms().flatMap(({ flags = {} }) => Object.entries(flags));

/** The flags that platforms add to commands that plan. Their type is unknown here, so they add none to the command. */
export const platformFlags = (): object =>
  Object.fromEntries(
    planFlags().map(([name, { values, placeholder = name, brief }]): [string, FlagDefinition] => [
      name,
      values === undefined
        ? { kind: "parsed", parse: String, optional: true, placeholder, brief }
        : { kind: "enum", values, optional: true, brief },
    ]),
  );

/** The values of {@link platformFlags} among the flags of a command. */
export function platformFlagValues(flags: object): PlatformFlagValues {
  const given = flags as PlatformFlagValues;
  return Object.fromEntries(planFlags().map(([name]) => [name, given[name]]));
}

/** The flags of `build` that write a configuration for all machines of a platform. */
export const buildFlags = (): readonly BuildFlag[] => registeredPlatforms().flatMap(({ buildFlag }) => buildFlag ?? []);

/** The definitions of {@link buildFlags}. Their type is unknown here, so they add none to the command. */
export const buildFlagDefinitions = (): object =>
  Object.fromEntries(
    buildFlags().map(({ name, brief }): [string, FlagDefinition] => [
      name,
      { kind: "parsed", parse: String, optional: true, placeholder: "folder", brief },
    ]),
  );

/** The uses of {@link buildFlags}, for the table of commands. */
export const buildFlagUses = (): readonly CommandUse[] =>
  buildFlags().map(({ name, use: { folder, summary, guide } }) => ({
    usage: `build --${name} FOLDER`,
    example: `build --${name} ${folder}`,
    summary,
    ...(guide !== undefined && { guide }),
  }));
