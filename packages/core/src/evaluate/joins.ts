/** Joins: the nested services that the result of a call has its machine take part in. */
import {
  type Diagnostic,
  diagnose,
  type DiagnosticDetails,
  type DiagnosticKind,
  isPlainObject,
  kindOf,
  type Site,
} from "@troupe/modules";
import { didYouMean } from "@troupe/modules/internal";
import { invalidName, malformedNesting, notAService, unknownResultKey, unknownRole } from "../diagnostics.ts";
import type { UsableService } from "../model/instance.ts";
import { freeName, sortedKeys } from "../names.ts";
import { type Call, inside } from "./calls.ts";

/** A join: one call has one machine take a role of a nested service. */
export interface Join {
  readonly call: Call;
  /** The instance it joins: `nightly/ssh`, from perMachine `backup/ssh`. */
  readonly instanceName: string;
  readonly service: UsableService;
  readonly role: string;
  /** Undefined if the join sets nothing. */
  readonly settings: unknown;
  /** "nested service ssh, role server". */
  readonly label: string;
  /** The place of the call, labelled "instance nightly, role client → nested service ssh, role server". */
  readonly site: Site;
}

/** The joins of a call, and what is wrong with others. */
export interface CallJoins {
  readonly joins: readonly Join[];
  readonly problems: readonly Diagnostic[];
}

/** The joins of a call without nested services. */
export const none: CallJoins = { joins: [], problems: [] };
const joinKeys = ["service", "roles"];
const roleKeys = ["settings"];

/**
 * Reads a call's result. A call that failed joins nothing; that is reported where it failed. `find` knows the service
 * that a value is.
 */
export function readJoins(call: Call, find: (value: unknown) => UsableService | "wrong" | undefined): CallJoins {
  const services: unknown = call.succeeds() ? call.result().services : undefined;
  return services === undefined ? none : joinsIn(services, call, find);
}

function joinsIn(services: unknown, call: Call, find: Parameters<typeof readJoins>[1]): CallJoins {
  const joins: Join[] = [];
  const problems: Diagnostic[] = [];
  const site: Site = { ...inside(call.site, "services"), label: call.label, origin: call.origin };

  function report<P>(kind: DiagnosticKind<P>, params: P, label: string, what: string, hint?: string): void {
    const details: DiagnosticDetails = {
      marks: [{ site: { ...inside(site, ...what.split(".").slice(1)), label } }],
      hint,
    };
    problems.push(diagnose(kind, params, details));
  }
  /** An object whose every key is known; undefined, and reported, if it is none. */
  function record(
    value: unknown,
    what: string,
    label: string,
    known?: readonly string[],
  ): { readonly [key: string]: unknown } | undefined {
    const found = plainCopy(value);
    if (found === undefined) {
      report(malformedNesting, { who: call.label, what, got: kindOf(value) }, label, what);
      return undefined;
    }
    for (const key of Object.keys(found)) {
      if (known?.includes(key) === false)
        report(
          unknownResultKey,
          { what: call.caller, key: `${what}.${key}` },
          label,
          `${what}.${key}`,
          didYouMean(key, known),
        );
    }
    return found;
  }
  function join(name: string, value: unknown): void {
    const label = `${call.label} → nested service ${name}`;
    const instanceName = `${call.instanceName ?? call.serviceName}/${name}`;
    const what = `services.${name}`;
    if (!freeName.pattern.test(name))
      return report(invalidName, { kind: "a nested service", name, allowed: freeName.allowed }, label, what);
    const written = record(value, what, label, joinKeys);
    if (written === undefined) return;
    const service = find(written["service"]);
    if (service === undefined)
      report(notAService, { key: `${what}.service`, got: kindOf(written["service"]) }, label, `${what}.service`);
    const roles = record(written["roles"], `${what}.roles`, label);
    // Problems of the service itself have been reported.
    if (service === undefined || service === "wrong" || roles === undefined) return;
    for (const role of sortedKeys(roles).filter((each) => roles[each] !== undefined)) {
      const inRole = `${label}, role ${role}`;
      if (!service.roles.includes(role)) {
        report(
          unknownRole,
          { role, instance: instanceName, service: service.name },
          inRole,
          `${what}.roles.${role}`,
          didYouMean(role, service.roles),
        );
        continue;
      }
      const settings = record(roles[role], `${what}.roles.${role}`, inRole, roleKeys)?.["settings"];
      joins.push({
        call,
        instanceName,
        service,
        role,
        settings,
        label: `nested service ${name}, role ${role}`,
        site: { ...site, label: inRole },
      });
    }
  }

  const byKey = record(services, "services", call.label) ?? {};
  for (const name of sortedKeys(byKey)) if (byKey[name] !== undefined) join(name, byKey[name]);
  return { joins, problems };
}

/** The properties of an object; undefined if it is none, or does not let itself be looked at. */
function plainCopy(value: unknown): { readonly [key: string]: unknown } | undefined {
  try {
    return isPlainObject(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
