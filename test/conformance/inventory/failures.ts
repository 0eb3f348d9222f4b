/** Errors of inventory cases: which category a diagnostic belongs to, and which option Clan would blame. */
import type { Evaluated } from "@troupe/core";
import { type Diagnostic, diagnosticKind, fail, isTroupeError, showPath } from "@troupe/modules";
import type { Outcome } from "../format.ts";
import { categories as moduleCategories } from "../modules/failures.ts";

/** Clan's name of a service: "self-A" for "self/A". */
export const clanId = (id: string): string => id.replace("/", "-");

const unknownInterface = diagnosticKind<{ name: string }>({
  code: "TRP9101",
  title: "An export interface that does not exist",
  blocks: "evaluation",
  message: ({ name }) => `There is no export interface ${name}.`,
  example: { name: "endpoint" },
});
const foreignKey = diagnosticKind<{ key: string; service: string }>({
  code: "TRP9102",
  title: "A service's own exports under another service's name",
  blocks: "evaluation",
  message: ({ key, service }) => `Service ${service} cannot export ${key}.`,
  example: { key: "kvstore:sessions::", service: "web" },
});

export const failInterface = (name: string): never => fail(unknownInterface, { name });
export const failForeignKey = (key: string, service: string): never => fail(foreignKey, { key, service });

const categories: Readonly<Record<string, string>> = {
  ...moduleCategories,
  TRP2001: "unknown-machine",
  TRP2003: "unknown-role",
  TRP2004: "unknown-service",
  TRP2005: "unknown-input",
  TRP2006: "unknown-service",
  TRP2007: "export-scope",
  TRP2008: "same-service-name",
  TRP2009: "no-roles",
  TRP2011: "undeclared-option",
  TRP2101: "reserved-tag",
  TRP2102: "type-mismatch",
  TRP2103: "infinite-recursion",
  TRP2104: "type-mismatch",
  TRP2201: "settings-imports",
  TRP2202: "not-serializable",
  TRP2203: "per-machine-settings",
  TRP2301: "export-scope",
  TRP2302: "export-scope",
  TRP2304: "missing-attribute",
  TRP2305: "infinite-recursion",
  TRP2307: "export-scope",
  TRP9101: "unknown-export-interface",
  TRP9102: "export-scope",
};

/** True if a problem makes a case fail; Clan only warns of unknown tags, and lists constraints separately. */
export function isFailure({ code, blocks }: Diagnostic): boolean {
  return blocks !== "nothing" && code !== "TRP2002" && !code.startsWith("TRP24");
}

/** The outcome of computing the answer to a case. */
export function outcomeOf(answer: () => Outcome, evaluated: () => Evaluated | undefined): Outcome {
  try {
    return answer();
  } catch (error) {
    if (error instanceof RangeError) return { err: "infinite-recursion", message: error.message };
    if (!isTroupeError(error))
      return { err: "other", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    const first: Diagnostic = error.diagnostics[0]!;
    return {
      err: categoryOf(first, evaluated()),
      option: blamed(first, evaluated()),
      message: `${first.code} ${first.message}`,
    };
  }
}

/** A service that provides no interface declares no exports at all, which Clan says in words of its own. */
function categoryOf({ code, path = "" }: Diagnostic, evaluated: Evaluated | undefined): string {
  if (code === "TRP1003" && path.startsWith("exports.")) {
    const service = evaluated?.inventory.services.find(({ name }) =>
      path.startsWith(`exports.${JSON.stringify(name).slice(0, -1)}:`),
    );
    if (service !== undefined && service.definition.provides === undefined) return "exports-not-allowed";
  }
  return categories[code] ?? "other";
}

/** The option as Clan names it. */
function blamed({ code, path }: Diagnostic, evaluated: Evaluated | undefined): string | undefined {
  if (path === undefined || evaluated === undefined) return path;
  for (const { id, instances } of evaluated.inventory.services) {
    if (path.startsWith(`services.${id}.`))
      return path.replace(`services.${id}`, `_services.allServices.${clanId(id)}`);
    for (const { name, roles } of instances) {
      for (const { name: role, members } of roles.values()) {
        const place = showPath(["instances", name, "roles", role]);
        const own = members.find((machine) => path.startsWith(`${place}.${showPath(["machines", machine])}.settings.`));
        if (own !== undefined) return `${clanId(id)}.${path}`;
        // Settings that members share are evaluated once here, and once for each member there.
        if (!path.startsWith(`${place}.settings.`)) continue;
        const has = (machine: string): boolean =>
          evaluated
            .settings(name, role, machine)!
            .diagnostics()
            .some((each) => each.code === code && each.path === path);
        const member = members.find(has) ?? members[0] ?? "";
        return `${clanId(id)}.${place}.${showPath(["machines", member])}${path.slice(place.length)}`;
      }
    }
  }
  if (code === "TRP2104") return `inventory.${path.replace(/class$/, "machineClass")}`;
  return /^(meta|machines|tags|instances)\b/.test(path) ? `inventory.${path}` : path;
}
