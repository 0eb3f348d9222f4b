/**
 * Contracts: named, typed interfaces of export values, as values of their own so that two services can read each other.
 */
import type { Interface } from "../model/interface.ts";
import type { ExportsContract } from "../model/contract.ts";

/**
 * Declares a contract: the shape of export values that several services share, or that other services read.
 *
 * A service whose own exports it is says `exports: contract`; one that offers it besides its own says
 * `provides: [contract]`, and then writes it under the contract's name. Readers say `exports.from(contract)`.
 *
 * Contracts stand apart from services because two services that read each other through their values could not be
 * typed.
 *
 * @example
 * const endpoint = defineExports("endpoint", { url: option(t.str) });
 * endpoint.name; // => "endpoint"
 */
export function defineExports<const N extends string, const E extends Interface>(
  name: N,
  options: E,
): ExportsContract<N, E> {
  return { "~contract": true, name, options };
}

/**
 * True for what {@link defineExports} returns.
 *
 * @example
 * isExportsContract(defineExports("endpoint", { url: option(t.str) })); // => true
 * isExportsContract({ url: option(t.str) }); // => false
 */
export function isExportsContract(value: unknown): value is ExportsContract {
  return typeof value === "object" && value !== null && "~contract" in value;
}

/** Contracts are the same by name and options, so that two copies of the package that declares one agree. */
export function isSameContract(a: ExportsContract, b: ExportsContract): boolean {
  return a === b || (a.name === b.name && Object.keys(a.options).join() === Object.keys(b.options).join());
}
