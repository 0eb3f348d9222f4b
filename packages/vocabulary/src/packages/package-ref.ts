/** Package references: one program under all its names, and placeholders for the programs in it. */
import { fail } from "@troupe/modules";
import { invalidPackage, unknownPlaceholder } from "../diagnostics.ts";

/**
 * A package under its names on every platform. Made by {@link definePackage}; install it with `environment.systemPackages`, or
 * name one of its programs with `bin`.
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
   * The program's path. It is a string that holds a placeholder until a platform renders it, so it may be joined with others
   * ("`${redis.bin("redis-server")} --port 6379`") and be part of settings and exports, but not be taken apart.
   * A machine that uses it also gets the package.
   */
  readonly bin: (program: string) => string;
}

/** The names that {@link definePackage} takes. */
export interface PackageNames {
  readonly debian: string | readonly string[];
  readonly nixpkgs: string;
  readonly paths?: { readonly [program: string]: string };
}

const debianName = /^[a-z0-9][a-z0-9+.-]+$/;
const attributePath = /^[A-Za-z0-9_+-]+(?:\.[A-Za-z0-9_+-]+)*$/;
const programName = /^[A-Za-z0-9_.+-]+$/;
const programPath = /^(?:\/[A-Za-z0-9_.+-]+)+$/;

/**
 * Declares a package under its names on each platform. Throws TRP3101 for what cannot be such a name.
 *
 * `debian` is one package or several that belong together; `paths` says where programs are that Debian has not in /usr/bin.
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
 * True for a package reference, also one made by another copy of this package.
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
 * Two references to the same package.
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
 * A placeholder holds all there is to know about the program, so no registry is needed and it survives being exported as JSON.
 * None of its characters means anything to shells, systemd or JSON, so quoting the text around it leaves it alone.
 */
const placeholder = (program: string, debian: readonly string[], nixpkgs: string, path = ""): string =>
  `@@troupe-program:${program}:${debian.join(",")}:${nixpkgs}:${path}@@`;
const placeholders = /@@troupe-program:([^:@]*):([^:@]*):([^:@]*):([^:@]*)@@/g;
const anyPlaceholder = /@@troupe-program[^\s"']*/i;

/**
 * Replaces the placeholders of {@link PackageRef.bin} in a text by what `render` makes of them.
 * Throws TRP3102 for a placeholder that was damaged, as by cutting or changing the case of the text around it.
 *
 * @example
 * const redis = definePackage({ debian: "redis-server", nixpkgs: "redis" });
 * renderPackageRefs(`${redis.bin("redis-cli")} ping`, (ref, program) => `/usr/bin/${program}`); // => "/usr/bin/redis-cli ping"
 */
export function renderPackageRefs(text: string, render: (ref: PackageRef, program: string) => string): string {
  if (!anyPlaceholder.test(text)) return text;
  const damaged = anyPlaceholder.exec(text.replaceAll(placeholders, ""));
  if (damaged !== null) return fail(unknownPlaceholder, { found: damaged[0] });
  return text.replaceAll(placeholders, (found, program: string, debian: string, nixpkgs: string, path: string) => {
    let ref = known.get(found);
    if (ref === undefined) {
      const paths = path === "" ? {} : { [program]: path };
      known.set(found, (ref = definePackage({ debian: debian === "" ? [] : debian.split(","), nixpkgs, paths })));
    }
    return render(ref, program);
  });
}

/** The packages of all placeholders that were met: there are few, in many texts. */
const known = new Map<string, PackageRef>();
