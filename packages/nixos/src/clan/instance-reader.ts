/** Instances of Clan as instances of Troupe, with their services and roles. */
import { readSettings } from "./settings-reader.ts";
import { clanCore } from "./clan-inventory.ts";
import {
  type ClanReader,
  eachProperty,
  inside,
  keep,
  knownProperties,
  leaveOut,
  type Path,
  type PropertyRule,
  unlessEmpty,
} from "./reader.ts";

/** Reads the instance with the key `name`. */
export function readInstance(reader: ClanReader, name: string, value: unknown, path: Path): unknown {
  return inside(value, path, (content, at) => {
    const read = knownProperties(reader, content, at, {
      module: (module, place) => ["module", readModule(reader, name, module, place)],
      roles: (roles, place) => [
        "roles",
        eachProperty(reader, roles, place, (name, role, below) => [name, readRole(reader, role, below)]),
      ],
    }) as object;
    return "module" in read ? read : { module: { name, input: clanCore }, ...read };
  });
}

/**
 * Reads the service of an instance. Without an input the service is one of clan-core; without a name it has the name of
 * the instance.
 */
function readModule(reader: ClanReader, name: string, value: unknown, path: Path): unknown {
  return inside(value, path, (content, at) => {
    const module = knownProperties(reader, content, at, { name: keep, input: keep }) as {
      readonly name?: unknown;
      readonly input?: unknown;
    };
    const { input = clanCore, ...rest } = module;
    return { name, ...rest, ...(input !== "self" && { input }) };
  });
}

function readRole(reader: ClanReader, value: unknown, path: Path): unknown {
  const settings: PropertyRule = (own, at) => unlessEmpty("settings", readSettings(reader, own, at));
  const places: PropertyRule = (own, at, key) => [
    key,
    eachProperty(reader, own, at, (name, member, below) => [
      name,
      knownProperties(reader, member, below, { settings }),
    ]),
  ];
  return knownProperties(reader, value, path, {
    settings,
    machines: places,
    // A list of tags is sugar for tags without settings, in Troupe as well.
    tags: (own, at, key) => (Array.isArray(own) ? [key, own] : places(own, at, key)),
    extraModules: (own, at) =>
      Array.isArray(own) && own.length === 0
        ? undefined
        : leaveOut(
            reader,
            at,
            "they are modules of NixOS, which JSON can only name",
            'In TypeScript: extraModules: [nixFile("./modules/x.nix")]',
          ),
  });
}
