/** Contracts: named, typed interfaces of export values, as values of their own so that two services can read each other. */
import type { OptionTree } from "@troupe/modules";

/**
 * What {@link defineExports} returns. `E` is the option tree of one export value.
 */
export interface ExportsContract<N extends string = string, E = OptionTree> {
  readonly "~contract": true;
  readonly name: N;
  readonly options: E;
}

/**
 * Declares a contract: the shape of export values that several services share, or that other services read.
 *
 * A service whose own exports it is says `exports: contract`; one that offers it besides its own says `provides: [contract]`, and
 * then writes it under the contract's name. Readers say `exports.from(contract)`.
 *
 * Contracts stand apart from services because two services that read each other through their values could not be typed.
 *
 * @example
 * const endpoint = defineExports("endpoint", { url: option(t.str) });
 * endpoint.name; // => "endpoint"
 */
export function defineExports<const N extends string, const E extends OptionTree>(name: N, options: E): ExportsContract<N, E> {
  return { "~contract": true, name, options };
}

/** True for what {@link defineExports} returns. */
export function isExportsContract(value: unknown): value is ExportsContract {
  return typeof value === "object" && value !== null && "~contract" in value;
}
