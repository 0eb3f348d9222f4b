/** For tests: a real apt in a box, with a database of its own and a local repository. Packages have files below /etc only. */
import { spawnSync } from "node:child_process";
import type { AgentBox } from "./agent-box.ts";

/** False where the machine has no apt. */
export const hasApt: boolean = spawnSync("apt-get", ["--version"]).status === 0;

/** A package of the repository: fields of its control file, files by path, and its maintainer script. */
export interface TestPackage {
  readonly version?: string;
  readonly fields?: { readonly [field: string]: string };
  readonly files?: { readonly [path: string]: string };
  readonly postinst?: string;
}

/** Logs and the cache of apt lie outside of the box, so they get other places. */
const settings = `Dir::Cache "/run/apt";
Dir::Log "/run/apt/log";
Acquire::Languages "none";
APT::Sandbox::User "root";
Dir::Etc::sourceparts "/dev/null";
`;

/** Makes an empty database of packages, a repository without packages, and a policy-rc.d in the box. */
export function installApt(box: AgentBox): void {
  box.run(`mkdir -p /etc/apt/apt.conf.d /etc/apt/preferences.d /etc/apt/trusted.gpg.d /etc/dpkg /run/repository /run/apt/log /run/apt/archives/partial
mkdir -p /var/lib/dpkg/info /var/lib/dpkg/updates /var/lib/dpkg/triggers /var/lib/apt/lists/partial
: >/var/lib/dpkg/status; : >/var/lib/dpkg/available; echo force-unsafe-io >/etc/dpkg/dpkg.cfg
cat >/etc/apt/apt.conf.d/test <<'END'
${settings}END
printf '#!/bin/sh\nexec mawk "$@"\n' >/usr/local/sbin/awk; chmod 755 /usr/local/sbin/awk
echo 'deb [trusted=yes] file:/run/repository ./' >/etc/apt/sources.list`);
}

/** Adds packages to the repository, and updates the lists of apt. */
export function offerPackages(box: AgentBox, packages: { readonly [name: string]: TestPackage }): void {
  const commands = Object.entries(packages).map(([name, { version = "1", fields = {}, files = {}, postinst }]) => {
    const control = { Package: name, Version: version, Architecture: "all", Maintainer: "x <x@x>", ...fields };
    const texts = { ...files, "DEBIAN/control": `${show(control)}Description: test\n` };
    const write = Object.entries(texts).map(
      ([path, text]) => `mkdir -p "$(dirname /run/build/${path})"; cat >/run/build/${path} <<'END'\n${text}END`,
    );
    const script =
      postinst === undefined
        ? ""
        : `cat >/run/build/DEBIAN/postinst <<'END'\n#!/bin/sh\n${postinst}\nEND\nchmod 755 /run/build/DEBIAN/postinst`;
    const file = `/run/repository/${name}_${version}.deb`;
    return [
      "rm -rf /run/build",
      ...write,
      script,
      `dpkg-deb -b /run/build ${file} >/dev/null`,
      `{ cat /run/build/DEBIAN/control; printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' ${name}_${version}.deb $(stat -c %s ${file}) $(sha256sum <${file} | cut -d' ' -f1); } >>/run/repository/Packages`,
    ].join("\n");
  });
  box.run(`set -e\n${commands.join("\n")}\napt-get -q update`);
}

const show = (fields: { readonly [field: string]: string }): string =>
  Object.entries(fields)
    .map(([field, value]) => `${field}: ${value}\n`)
    .join("");
