/** The names of a random program, chosen before anything of it is written, so that all of it can refer to them. */
import type { Choose } from "./choose.ts";
import { oddName } from "./odd.ts";
import { type OptionText, optionTree } from "./types.ts";

/** A role of a service. */
export interface RolePlan {
  readonly name: string;
  readonly options: readonly OptionText[];
  /** True if its interface is a list of modules. */
  readonly isModules: boolean;
}

/** A contract that services share. */
export interface ContractPlan {
  readonly variable: string;
  readonly name: string;
  readonly options: readonly OptionText[];
}

/** A service. */
export interface ServicePlan {
  /** Its place among the services: it reads exports of those before it, and nests these. */
  readonly index: number;
  readonly variable: string;
  /** What instances call it. */
  readonly key: string;
  /** What scopes call it. */
  readonly name: string;
  readonly roles: readonly RolePlan[];
  /** What its exports hold; undefined: anything. */
  readonly fields: readonly OptionText[] | undefined;
  /** The contract that its own exports are, whose options `fields` are. */
  readonly contract: ContractPlan | undefined;
  readonly provides: readonly ContractPlan[];
}

/** An instance of a service. */
export interface InstancePlan {
  readonly name: string;
  readonly service: ServicePlan;
}

/** What all parts of a program know. */
export interface World {
  readonly machines: readonly string[];
  /** Tags that machines carry. */
  readonly tags: readonly string[];
  /** Tags of the inventory's `tags`. */
  readonly declaredTags: readonly string[];
  readonly contracts: readonly ContractPlan[];
  readonly services: readonly ServicePlan[];
  readonly instances: readonly InstancePlan[];
  /** True if every machine has an address. */
  readonly hasAddresses: boolean;
  /** True if machines and instances are written in JSON. */
  readonly isJson: boolean;
}

/** A world with at most so many machines. */
export function makeWorld(c: Choose, most: number): World {
  const contracts = c.times(0, 2, (index): ContractPlan => {
    const name = orOdd(c, ["endpoint", "peer-key", "networking"][index]!);
    return { variable: `c${index}`, name: c.slip(10) ? "port" : name, options: optionTree(c, 1, 3) };
  });
  const services = c.times(1, 4, (index) => servicePlan(c, index, contracts));
  const many = c.among([3, 3, 8, 8, 8, 40, most]);
  return {
    machines: distinct(c.times(many > 8 ? many / 2 : 1, many, (index) => orOdd(c, `m${index}`))),
    tags: distinct(["eu", "us", "laptop"].map((tag) => orOdd(c, tag))),
    declaredTags: distinct(c.some(["eu", "spare", "backup", "office"]).map((tag) => orOdd(c, tag))),
    contracts,
    services,
    instances: c.times(0, 5, (index) => ({ name: orOdd(c, `i${index}`), service: c.among(services) })),
    hasAddresses: c.chance(50),
    isJson: c.chance(30),
  };
}

const roleNames = ["server", "client", "peer", "observer"];

function servicePlan(c: Choose, index: number, contracts: readonly ContractPlan[]): ServicePlan {
  const key = orOdd(c, ["kv", "vpn", "web", "backup"][index]!);
  const roles = c.times(1, 3, (role): RolePlan => {
    return { name: orOdd(c, roleNames[role]!), options: optionTree(c, 2, 5), isModules: c.chance(15) };
  });
  const contract = c.chance(25) && contracts.length > 0 ? c.among(contracts) : undefined;
  return {
    index,
    variable: `s${index}`,
    key,
    name: c.slip(10) ? "kv" : c.chance(20) ? orOdd(c, `std/${key}`) : key,
    roles: roles.filter(({ name }, position) => roles.findIndex((other) => other.name === name) === position),
    fields: contract?.options ?? (c.chance(60) ? optionTree(c, 1, 4) : undefined),
    contract,
    provides: c.chance(30) ? c.some(contracts).filter((provided) => provided !== contract) : [],
  };
}

const orOdd = (c: Choose, name: string): string => (c.slip(2) ? oddName(c) : name);

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)];
