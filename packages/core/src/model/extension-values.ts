/** The values of extensions' options as an inventory writes them. */
import type { Fragment } from "@troupe/modules";
import type { AnyExtension } from "./evaluation.ts";

/** The values of these extensions at one level. */
export type ExtensionValues<X, Level extends "machine" | "cluster" | "service"> = X extends readonly AnyExtension[]
  ? { readonly [E in X[number] as E["name"]]?: Fragment<NonNullable<E["~options"]>[Level]> }
  : {};
