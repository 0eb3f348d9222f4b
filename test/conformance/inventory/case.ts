/** The form of inventory cases. */
import type { CaseModule, ModuleReference } from "../modules/module.ts";

/** The input of an inventory case. */
export interface InventoryInput {
  /** The services of the inventory itself. */
  readonly services: Services;
  /** The services that an instance without `module.input` means. */
  readonly coreServices?: Services;
  readonly inputs?: Readonly<Record<string, Services>>;
  /** Definitions of the inventory, expressions. */
  readonly inventory: readonly unknown[];
  /** One more definition of the inventory's tags, as a function. */
  readonly tagsModule?: CaseModule;
  /** Machines that are known without being in the inventory. */
  readonly machines?: Readonly<Record<string, CaseModule>>;
  readonly exportInterfaces?: Readonly<Record<string, ModuleReference>>;
  readonly meta?: { readonly domain?: string };
  /** Modules of every machine. */
  readonly nixosModules?: readonly ModuleReference[];
  readonly library?: Readonly<Record<string, CaseModule>>;
  readonly query?: Query;
}

type Services = Readonly<Record<string, CaseService>>;

/** A service, as cases write it. */
export interface CaseService {
  readonly manifest?: {
    readonly name?: string;
    readonly exports?: { readonly out?: readonly string[] };
    readonly constraints?: object;
    readonly [field: string]: unknown;
  };
  readonly roles?: Readonly<Record<string, CaseRole>>;
  readonly perMachine?: ModuleReference;
  readonly modules?: readonly ModuleReference[];
}

/** A role of such a service. */
export interface CaseRole {
  readonly interface?: ModuleReference;
  readonly perInstance?: ModuleReference;
  readonly description?: string;
}

/** Which part of the result is wanted. */
export type Query =
  | { readonly pick: readonly string[] }
  | { readonly path: readonly string[] }
  | { readonly perInstance: readonly [id: string, role: string, instance: string, machine: string, ...path: string[]] }
  | { readonly perMachine: readonly [id: string, machine: string, ...path: string[]] };

/** What cases call the input that stands for no input. */
export const coreInput = "<clan-core>";
