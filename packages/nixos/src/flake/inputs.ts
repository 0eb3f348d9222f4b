/** The inputs of the flake: those of the user, and those that Troupe needs. */

/** A flake that the flake of the machines reads. */
export interface FlakeInput {
  readonly url: string;
  /** Inputs of the other flake that follow inputs of this flake: `{ nixpkgs: "nixpkgs" }`. */
  readonly follows?: { readonly [input: string]: string };
}

/** The users of the flake that need inputs of their own. */
export interface InputUse {
  /** The inputs of the platforms that have machines. */
  readonly platforms: { readonly [name: string]: FlakeInput };
  readonly disko: boolean;
  readonly colmena: boolean;
  readonly deployRs: boolean;
}

/** A flake whose nixpkgs is that of this flake. */
export const followsNixpkgs = (url: string): FlakeInput => ({ url, follows: { nixpkgs: "nixpkgs" } });

/** Returns the declarations of all inputs: those that Troupe needs, by default addresses, and the user's, which win. */
export function flakeInputs(
  given: { readonly [name: string]: string | FlakeInput },
  use: InputUse,
): { readonly [name: string]: object } {
  const inputs: { readonly [name: string]: string | FlakeInput } = {
    nixpkgs: { url: "github:NixOS/nixpkgs/nixos-unstable" },
    ...use.platforms,
    ...(use.disko && { disko: followsNixpkgs("github:nix-community/disko") }),
    ...(use.colmena && { colmena: followsNixpkgs("github:zhaofengli/colmena") }),
    ...(use.deployRs && { "deploy-rs": followsNixpkgs("github:serokell/deploy-rs") }),
    ...given,
  };
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, declaration(input)]));
}

function declaration(input: string | FlakeInput): object {
  if (typeof input === "string") return { url: input };
  const { url, follows = {} } = input;
  const inputs = Object.fromEntries(Object.entries(follows).map(([name, followed]) => [name, { follows: followed }]));
  return Object.keys(inputs).length === 0 ? { url } : { url, inputs };
}
