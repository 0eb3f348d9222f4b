/** Contracts: typed interfaces of export values. */
import type { Interface } from "./interface.ts";

/**
 * The result of {@link defineExports}. `E` is the option tree (or the modules) of one export value.
 */
export interface ExportsContract<N extends string = string, E = Interface> {
  readonly "~contract": true;
  readonly name: N;
  readonly options: E;
}
