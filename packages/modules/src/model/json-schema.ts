/** The part of JSON Schema (draft 2020-12) that option types need. */

/** A JSON Schema. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}
