/** Package references: a package under its name on each platform, and placeholders for the paths of its programs. */
import { fail } from "@troupe/modules";
import { invalidPackage, unknownPlaceholder } from "../diagnostics.ts";
import { beginOf, placeholderMark, stablePlaceholders } from "./placeholder-mark.ts";

/**
 * A package under its name on each platform, made by {@link definePackage}. `environment.systemPackages` installs the
 * package; `bin` names a program of the package.
 */
export interface PackageRef {
  readonly _type: "package";
  /** Debian packages, all of them installed. Empty if the program is part of every Debian system. */
  readonly debian: readonly string[];
  /** Attribute below nixpkgs: "redis", "python3Packages.requests". */
  readonly nixpkgs: string;
  /** Absolute paths, on Debian, of programs that are not in /usr/bin. */
  readonly paths: { readonly [program: string]: string };
  /**
   * Returns a placeholder for the program's path, which a platform renders. The placeholder may be concatenated with
   * other text ("`${redis.bin("redis-server")} --port 6379`") and be part of settings and exports, but must not be cut.
   * A machine whose configuration has the placeholder gets the package.
   */
  readonly bin: (program: string) => string;
}

/** The names that {@link definePackage} takes. */
export interface PackageNames {
  readonly debian: string | readonly string[];
  readonly nixpkgs: string;
  readonly paths?: { readonly [program: string]: string };
}

/** apt takes a trailing `-` of a name for the removal of the package. */
const debianName = /^[a-z0-9][a-z0-9+.-]*[a-z0-9+.]$/;
const attributePath = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*$/;
const programName = /^[A-Za-z0-9_.+-]+$/;
const programPath = /^(?:\/[A-Za-z0-9_.+-]+)+$/;

/**
 * Declares a package under its name on each platform. Throws TRP3101 for invalid names.
 *
 * `debian` is a package, or a list of packages that belong together; `paths` has the paths of programs outside of
 * /usr/bin on Debian.
 *
 * @example
 * const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
 * const named = definePackage({ debian: ["bind9", "bind9-utils"], nixpkgs: "bind", paths: { named: "/usr/sbin/named" } });
 * system({
 *   environment: { systemPackages: [named] },
 *   systemd: { services: { kv: { serviceConfig: { ExecStart: `${redis.bin("redis-server")} --port 6379` } } } },
 * });
 */
export function definePackage(names: PackageNames): PackageRef {
  const debian = Object.freeze([names.debian].flat()) as readonly string[];
  const { nixpkgs, paths = {} } = names;
  for (const name of debian) check(debianName, name, "the name of a Debian package");
  check(attributePath, nixpkgs, "an attribute of nixpkgs");
  for (const [program, path] of Object.entries(paths)) {
    check(programName, program, "the name of a program");
    check(programPath, path, "the absolute path of a program");
  }
  const bin = (program: string): string => {
    check(programName, program, "the name of a program");
    return placeholder(program, debian, nixpkgs, paths[program]);
  };
  return Object.freeze({ _type: "package", debian, nixpkgs, paths: Object.freeze({ ...paths }), bin });
}

/**
 * True for a package reference, also of another copy of @troupe/vocabulary.
 *
 * @example
 * isPackageRef(definePackage({ debian: "redis-server", nixpkgs: "redis" })); // => true
 * isPackageRef("redis"); // => false
 */
export function isPackageRef(value: unknown): value is PackageRef {
  return (
    typeof value === "object" &&
    value !== null &&
    (value as PackageRef)._type === "package" &&
    typeof (value as PackageRef).bin === "function"
  );
}

/**
 * True for two references to one package.
 *
 * @example
 * const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
 * samePackage(redis, definePackage({ debian: ["redis-server"], nixpkgs: "redis" })); // => true
 */
export function samePackage(a: PackageRef, b: PackageRef): boolean {
  return a.nixpkgs === b.nixpkgs && a.debian.join() === b.debian.join();
}

function check(pattern: RegExp, name: unknown, what: string): void {
  if (typeof name !== "string" || !pattern.test(name)) fail(invalidPackage, { name, what });
}

/*
 * A placeholder holds the whole package reference, so it needs no registry and can be exported as JSON. Its characters
 * have no meaning in shells, systemd or JSON, so that quoting does not change a placeholder. Only a text with the mark
 * of this process is a placeholder, so that no data can order a package.
 */
const placeholder = (program: string, debian: readonly string[], nixpkgs: string, path = ""): string =>
  `${begin}${program}:${debian.join(",")}:${nixpkgs}:${path}@@`;
const mark = placeholderMark("program");
const begin = beginOf("program");
const placeholders = new RegExp(`${begin}([^:@]*):([^:@]*):([^:@]*):([^:@]*)@@`, "g");
const anyPlaceholder = new RegExp(`[^\\s"']*${mark}[^\\s"']*`, "i");

/**
 * Replaces the placeholders of {@link PackageRef.bin} in a text by the results of `render`.
 * Throws TRP3102 for a damaged placeholder, for example in a text that was cut or changed to upper case.
 *
 * @example
 * const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
 * renderPackageRefs(`${redis.bin("redis-cli")} ping`, (ref, program) => `/usr/bin/${program}`); // => "/usr/bin/redis-cli ping"
 */
export function renderPackageRefs(text: string, render: (ref: PackageRef, program: string) => string): string {
  if (!anyPlaceholder.test(text)) return text;
  const damaged = anyPlaceholder.exec(text.replaceAll(placeholders, ""));
  if (damaged !== null) return fail(unknownPlaceholder, { found: stablePlaceholders(damaged[0]) });
  return text.replaceAll(placeholders, (found, program: string, debian: string, nixpkgs: string, path: string) => {
    let ref = packagesByPlaceholder.get(found);
    if (ref === undefined) {
      const paths = path === "" ? {} : { [program]: path };
      packagesByPlaceholder.set(
        found,
        (ref = definePackage({ debian: debian === "" ? [] : debian.split(","), nixpkgs, paths })),
      );
    }
    return render(ref, program);
  });
}

/** Placeholder -> package, because a few packages occur in many texts. */
const packagesByPlaceholder = new Map<string, PackageRef>();
