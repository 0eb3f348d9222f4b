/** Names and addresses of a lab's hosts. Every lab uses the same addresses, because labs never see each other. */
import { LabError } from "./lab-error.ts";

/** Names of hosts for callers that give only a number of hosts. */
const names = ["alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"];

/** The one address family of a lab's network. */
export type AddressFamily = "ipv4" | "ipv6";

/** The addresses of a lab's network. */
interface AddressPlan {
  /** The start of every address. */
  readonly prefix: string;
  /** Length of the network prefix that all hosts share. */
  readonly prefixLength: number;
}

const addressPlans: Readonly<Record<AddressFamily, AddressPlan>> = {
  ipv4: { prefix: "10.231.0.", prefixLength: 24 },
  ipv6: { prefix: "fd00:231::", prefixLength: 64 },
};

/** Returns the lab's address in its network: the gateway of every host, which leads to no other network. */
export function gatewayAddress(family: AddressFamily): string {
  return `${addressPlans[family].prefix}1`;
}

/** Returns an address with the length of its network prefix, for `ip address add`. */
export function withPrefixLength(address: string): string {
  return `${address}/${addressPlans[addressFamily(address)].prefixLength}`;
}

/** Returns the family of an address. */
export function addressFamily(address: string): AddressFamily {
  return address.includes(":") ? "ipv6" : "ipv4";
}

const limit = 200;

/**
 * Returns the address of the host at `index` (from 0): 10.231.0.11, .12 and so on in the order of the hosts, or
 * fd00:231::11, ::12 and so on.
 *
 * @example
 * hostAddress("ipv4", 0); // => "10.231.0.11"
 */
export function hostAddress(family: AddressFamily, index: number): string {
  return `${addressPlans[family].prefix}${11 + index}`;
}

/**
 * Returns names for `count` hosts: alice, bob, carol and so on, then host11, host12, …
 *
 * @example
 * hostNames(3); // => ["alice", "bob", "carol"]
 */
export function hostNames(count: number): readonly string[] {
  if (!Number.isInteger(count) || count < 1 || count > limit)
    throw new LabError(`a lab has 1 to ${limit} hosts, not ${count}`);
  return Array.from({ length: count }, (_, index) => names[index] ?? `host${index + 1}`);
}

/** Throws a {@link LabError} unless `name` can be part of names of namespaces and folders. */
export function checkLabName(name: string): void {
  if (!/^[a-z][a-z0-9-]{0,23}$/.test(name)) {
    throw new LabError(`"${name}" cannot name a lab: a small letter, then up to 23 small letters, digits and "-"`);
  }
}

/** Throws a {@link LabError} unless every name can name a host and occurs once. */
export function checkHostNames(hosts: readonly string[]): void {
  if (hosts.length === 0 || hosts.length > limit)
    throw new LabError(`a lab has 1 to ${limit} hosts, not ${hosts.length}`);
  for (const [index, host] of hosts.entries()) {
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(host) || host === "localhost") {
      throw new LabError(`"${host}" cannot name a host: a small letter, then up to 31 small letters, digits and "-"`);
    }
    if (hosts.indexOf(host) !== index) throw new LabError(`two hosts are named "${host}"`);
  }
}
