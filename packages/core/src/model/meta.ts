/** The name and the domain of an inventory. */

/** What the inventory says about itself. */
export interface Meta {
  readonly name: string;
  readonly domain: string;
  readonly description?: string | undefined;
}
