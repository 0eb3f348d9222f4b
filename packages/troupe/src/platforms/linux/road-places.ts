/** The places of what a machine's test of the road in refuses. */
import type { Path } from "@troupe/linux";
import type { PlaceOfChecker } from "../../deploy/refusal.ts";
import type { DesiredLinux } from "./desired.ts";
import { placeOf } from "./places.ts";

/** Files below /etc that a checker of the agent script reads. */
const filesOf: { readonly [checker: string]: RegExp } = {
  sshd: /^ssh\//,
  visudo: /^sudoers/,
  sudo: /^sudoers/,
  login: /^ssh\//,
};

/** Returns the function that finds the options that a checker reads, by its words. */
export function roadPlaces(desired: DesiredLinux): PlaceOfChecker {
  const { etc, users } = desired.generation.manifest;
  return (checker, words) => {
    const mentioned = (name: string) => words.some((text) => text.split(/[^A-Za-z0-9_.-]+/).includes(name));
    const ofUsers = users.filter(({ name }) => mentioned(name)).map(({ name }): Path => ["users", "users", name]);
    const files = etc.filter(({ target }) => filesOf[checker]?.test(target) === true).map(({ target }) => target);
    // A checker names the file that it refuses; the others come after it.
    const named = (target: string) => words.some((text) => text.includes(`/etc/${target}`));
    const ofFiles = [...files.filter(named), ...files.filter((target) => !named(target))].map((target): Path => [
      "environment",
      "etc",
      target,
    ]);
    const rules: readonly Path[] = checker === "nft" ? [["networking", "firewall"]] : [];
    return placeOf(
      desired,
      checker === "shell" || checker === "login" ? [...ofUsers, ...ofFiles] : [...ofFiles, ...ofUsers, ...rules],
    );
  };
}
