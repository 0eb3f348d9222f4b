/** The static side of a service: the types of its roles and exports. */

/** The static side of a service; the first type argument of {@link Service}. */
export interface ServiceTypes {
  readonly name: string;
  readonly roles: unknown;
  readonly exports: unknown;
}

/** The compact form in which a service's type shows up in hovers and declaration files. */
export interface Types<N extends string, R, E> {
  readonly name: N;
  readonly roles: R;
  readonly exports: E;
}

/**
 * The option trees of the roles named `K`. A role without an interface has no options: it is inferred as `unknown`, or,
 * where no role has an interface, not inferred at all.
 */
export type Roles<R, K extends string> = {
  readonly [Role in K]: Role extends keyof R ? (unknown extends R[Role] ? {} : R[Role]) : {};
};

/** The part of a service that the inventory's types need. */
export interface TypedService {
  readonly "~types": ServiceTypes;
}
