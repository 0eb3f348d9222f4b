/**
 * The origin of a definition (`Site.origin`), as text: the scope of a call, "machine NAME" for a machine's own module,
 * "extension NAME", or "inventory" for the section `exports`. This file alone writes and reads the text.
 */
import { parseScope } from "./exports/scope.ts";
import type { ParsedScope } from "./model/scope.ts";

/** The origin of a definition, by kind. */
export type DefinitionOrigin =
  | { readonly kind: "call"; readonly scope: ParsedScope }
  | { readonly kind: "machine"; readonly name: string }
  | { readonly kind: "extension"; readonly name: string }
  | { readonly kind: "inventory" };

/** The origin of the definitions in the inventory's section `exports`. */
export const inventoryOrigin = "inventory";
/** The origin of a machine's own module. */
export const machineOrigin = (name: string): string => `machine ${name}`;
/** True for the origin of a machine's own module; false for any other text. */
export const isMachineOrigin = (origin: string): boolean => /^machine [^:]*$/.test(origin);
/** The origin of an extension's module. */
export const extensionOrigin = (name: string): string => `extension ${name}`;

/**
 * Reads an origin.
 *
 * @example
 * parseOrigin("machine alice"); // => { kind: "machine", name: "alice" }
 * parseOrigin("kvstore:sessions:primary:alice").kind; // => "call"
 */
export function parseOrigin(origin: string): DefinitionOrigin {
  if (origin.includes(":")) return { kind: "call", scope: parseScope(origin) };
  const name = origin.split(" ")[1];
  if (name === undefined) return { kind: "inventory" };
  return { kind: isMachineOrigin(origin) ? "machine" : "extension", name };
}

/** The machine of an origin: that of the call, or of the module; undefined for an extension and the inventory. */
export function machineOfOrigin(origin: string): string | undefined {
  const parsed = parseOrigin(origin);
  if (parsed.kind === "call") return parsed.scope.machineName;
  return parsed.kind === "machine" ? parsed.name : undefined;
}
