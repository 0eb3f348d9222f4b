/** The values of extensions' options as an inventory writes them. */
import type { Fragment } from "@troupe/modules";
import type { AnyExtension } from "./evaluation.ts";

/** What may be written below `extensions` at one level, for these extensions. */
export type ExtensionValues<X, Level extends "machine" | "cluster" | "service"> = X extends readonly AnyExtension[]
  ? { readonly [E in X[number] as E["name"]]?: Fragment<NonNullable<E["~options"]>[Level]> }
  : {};
