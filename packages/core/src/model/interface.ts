/** Interfaces: the options that settings and exports declare, and the types of their values. */
import type { Fragment, ModuleLike, OptionTree, Out } from "@troupe/modules";

/**
 * A tree of options; or modules, for what a tree cannot say: options that depend on each other, freeform values,
 * imports.
 */
export type Interface = OptionTree | readonly ModuleLike[];

/** Values of options that modules declare: their names are known only when they are evaluated. */
export interface OpenValues {
  // oxlint-disable-next-line typescript/no-explicit-any -- see above
  readonly [option: string]: any;
}

/** The values that are read where an interface `O` is declared. */
export type InterfaceOut<O> = O extends readonly unknown[] ? OpenValues : Out<O>;

/** The values that may be written where an interface `O` is declared. */
export type InterfaceFragment<O> = O extends readonly unknown[] ? OpenValues : Fragment<O>;
