/** The name and the domain of an inventory. */

/** The metadata of an inventory. */
export interface Meta {
  readonly name: string;
  readonly domain: string;
  readonly description?: string | undefined;
}
