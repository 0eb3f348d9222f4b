/** The inputs of the flake: what the user gives, and what Troupe needs itself. */

/** Another flake. */
export interface FlakeInput {
  readonly url: string;
  /** Its own inputs that are those of this flake: `{ nixpkgs: "nixpkgs" }`. */
  readonly follows?: { readonly [input: string]: string };
}

/** What the flake is used for. */
export interface InputUse {
  readonly nixos: boolean;
  readonly darwin: boolean;
  readonly disko: boolean;
  readonly colmena: boolean;
  readonly deployRs: boolean;
}

const followsNixpkgs = (url: string): FlakeInput => ({ url, follows: { nixpkgs: "nixpkgs" } });

/** Addresses of what Troupe needs itself, unless the user gives others. */
const defaults = {
  nixpkgs: { url: "github:NixOS/nixpkgs/nixos-unstable" },
  "nix-darwin": followsNixpkgs("github:nix-darwin/nix-darwin"),
  disko: followsNixpkgs("github:nix-community/disko"),
  colmena: followsNixpkgs("github:zhaofengli/colmena"),
  "deploy-rs": followsNixpkgs("github:serokell/deploy-rs"),
} as const satisfies { readonly [name: string]: FlakeInput };

/** All inputs, as the flake declares them. */
export function flakeInputs(given: { readonly [name: string]: string | FlakeInput }, use: InputUse): { readonly [name: string]: object } {
  const needed: { readonly [name in keyof typeof defaults]: boolean } = {
    nixpkgs: true,
    "nix-darwin": use.darwin,
    disko: use.disko,
    colmena: use.colmena,
    "deploy-rs": use.deployRs,
  };
  const own = Object.entries(defaults).filter(([name]) => needed[name as keyof typeof defaults]);
  const all: { readonly [name: string]: string | FlakeInput } = { ...Object.fromEntries(own), ...given };
  return Object.fromEntries(Object.entries(all).map(([name, input]) => [name, declaration(input)]));
}

function declaration(input: string | FlakeInput): object {
  if (typeof input === "string") return { url: input };
  const { url, follows = {} } = input;
  const inputs = Object.fromEntries(Object.entries(follows).map(([name, followed]) => [name, { follows: followed }]));
  return Object.keys(inputs).length === 0 ? { url } : { url, inputs };
}
