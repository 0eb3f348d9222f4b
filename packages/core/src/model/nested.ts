/** Nested services as results name them. */
import type { Settings } from "./settings.ts";
import type { TypedService } from "./service-types.ts";

/** The join of a machine to a nested service: the roles and their settings. */
export interface NestedService {
  readonly service: TypedService;
  /** Checked when the inventory is evaluated; {@link nested} has the compiler check it as well. */
  readonly roles: { readonly [role: string]: { readonly settings?: unknown } | undefined };
}

/** The roles of a nested service that a machine joins. */
export type NestedRoles<R> = { readonly [K in keyof R]?: Settings<R[K]> | undefined };
