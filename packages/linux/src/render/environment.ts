/** The group `environment`: packages, and files below /etc. */
import { isPackageRef, samePackage, type SystemConfig } from "@troupe/vocabulary";
import { accountName, holds, octalMode, relativePath } from "../generation/fields.ts";
import type { Draft, Path, Renderer } from "../model/generation-draft.ts";
import { emptyEtc, etcConflict, invalidAccount, invalidEtcTarget, reservedName } from "../diagnostics.ts";
import { addEtc, link, type Ownership, publicFile } from "./etc-file.ts";

type Environment = SystemConfig["environment"];

/** Targets that have options of their own, or that Troupe and Debian's tools write. */
const reserved: { readonly [target: string]: string } = {
  hosts: "only a part of it is managed, by `networking.hosts`",
  hostname: "it is set by `networking.hostName`",
  passwd: "users are declared with `users.users`",
  shadow: "users are declared with `users.users`",
  group: "groups are declared with `users.groups`",
  gshadow: "groups are declared with `users.groups`",
  "machine-id": "it is the machine's own",
};
const unitFile = /^systemd\/system\/[^/]*\.(?:service|timer|socket|target)$/;
const reservedPrefix =
  /^(?:systemd\/system-generators|tmpfiles\.d|sysctl\.d|ssh\/sshd_config\.d)\/(?:\d+-)?troupe\b|^ssh\/authorized_keys\.d(?:\/|$)/;

/** Installs the packages and places the files below /etc. */
export const renderEnvironment: Renderer<"environment"> = (draft, { environment }) => {
  renderPackages(draft, environment.systemPackages);
  renderEtc(draft, environment.etc);
};

function renderPackages(draft: Draft, packages: Environment["systemPackages"]): void {
  const at = ["environment", "systemPackages"];
  for (const ref of packages) {
    const mentions = (value: unknown) => isPackageRef(value) && samePackage(value, ref);
    for (const name of ref.debian) draft.install(name, at, mentions);
  }
}

function renderEtc(draft: Draft, etc: Environment["etc"]): void {
  const placed = new Map<string, string>();
  for (const [name, file] of Object.entries(etc)) {
    if (!file.enable) continue;
    const at = ["environment", "etc", name];
    const { target } = file;
    if (!holds(relativePath, target)) {
      draft.report(invalidEtcTarget, { target }, at);
      continue;
    }
    const why = reasonToReserve(target);
    if (why !== undefined) draft.report(reservedName, { what: "file", name: `/etc/${target}`, why }, at);
    else if (placed.has(target))
      draft.report(etcConflict, { target, names: [placed.get(target)!, name], why: "both make" }, at);
    else if (file.text === null) draft.report(emptyEtc, { target }, at);
    else addEtc(draft, target, draft.text(file.text, [...at, "text"]), ownership(draft, file, at), `etc:${target}`, at);
    if (!placed.has(target)) placed.set(target, name);
  }
  for (const [target, name] of placed) {
    const inside = parents(target).find((parent) => placed.has(parent));
    if (inside !== undefined)
      draft.report(etcConflict, { target: inside, names: [name], why: "lies below the file" }, [
        "environment",
        "etc",
        name,
      ]);
  }
}

function reasonToReserve(target: string): string | undefined {
  if (reservedPrefix.test(target)) return "Troupe puts its own files there";
  return unitFile.test(target)
    ? "units are declared with `systemd.services`, `systemd.timers` and so on"
    : reserved[target];
}

const parents = (path: string): readonly string[] => {
  const parts = path.split("/");
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
};

function ownership(
  draft: Draft,
  file: { readonly mode: string | null; readonly user: string; readonly group: string },
  at: Path,
): Ownership {
  if (file.mode === "symlink") return link;
  for (const what of ["user", "group"] as const) {
    if (!holds(accountName, file[what])) {
      draft.report(invalidAccount, { what, name: file[what] }, [...at, what]);
      return publicFile;
    }
  }
  const mode = file.mode === null ? publicFile.mode : (octalMode.parse(file.mode.padStart(4, "0")) as number);
  return { kind: "copy", mode, user: file.user, group: file.group };
}
