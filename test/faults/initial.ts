/** The simulated machine before Troupe: its files, accounts, units of packages and kernel parameters. */
import { chmodSync, chownSync, existsSync, mkdirSync, symlinkSync, writeFileSync, copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTree, type Tree } from "./tree.ts";

const service = (name: string, version = "1") =>
  `[Unit]\nDescription=${name}\n[Service]\nExecStart=/usr/bin/${name} ${version}\n[Install]\nWantedBy=multi-user.target\n`;

/** Files below /etc: path -> content, mode, owner and group. */
const files: { readonly [path: string]: readonly [content: string, mode?: number, uid?: number, gid?: number] } = {
  passwd: [
    [
      "root:x:0:0:root:/root:/bin/bash",
      "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
      "ann:x:1000:1000:Ann:/home/ann:/bin/sh",
      "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
      "",
    ].join("\n"),
  ],
  group: ["root:x:0:\ndaemon:x:1:\nadm:x:4:\nsudo:x:27:\nusers:x:100:\nann:x:1000:\nnogroup:x:65534:\n"],
  shadow: ["root:*:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\nann:$y$secret:19000:0:99999:7:::\n", 0o640],
  gshadow: ["root:*::\ndaemon:*::\nadm:*::\nsudo:*::\nusers:*::\nann:!::\nnogroup:*::\n", 0o640],
  shells: ["/bin/sh\n/bin/bash\n/usr/bin/bash\n/usr/bin/sh\n"],
  "nsswitch.conf": ["passwd: files\ngroup: files\nshadow: files\n"],
  "os-release": ['ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n'],
  hostname: ["original\n"],
  hosts: ["127.0.0.1 localhost\n127.0.1.1 original\n# a line of the user\n192.0.2.99 precious\n", 0o644],
  "unrelated.conf": ["nobody's business but the user's\n", 0o600],
  "adopted.conf": ["original of the user\n", 0o600, 1, 1],
  "adopted-later.conf": [`${"original of the user\n".repeat(2000)}`, 0o640, 1000, 4],
  "adopted-directory/sub/file": ["a file in a directory of the user\n", 0o600, 1000, 1000],
  "adopted-directory/other": ["another file in a directory of the user\n"],
  "link-target": ["what the user's link leads to\n"],
  "systemd/system/handmade.service": [service("handmade")],
  "sysctl.d/10-user.conf": ["net.core.somaxconn = 4096\n"],
};

const links: { readonly [path: string]: string } = {
  "adopted-link": "link-target",
  "systemd/system/multi-user.target.wants/handmade.service": "../handmade.service",
  "systemd/system/multi-user.target.wants/vendor.service": "/usr/lib/systemd/system/vendor.service",
  "systemd/system/multi-user.target.wants/ssh.service": "/usr/lib/systemd/system/ssh.service",
};

const units: { readonly [unit: string]: string } = {
  "vendor.service": service("vendor"),
  "ssh.service": `${service("sshd").replace("[Install]", "ExecReload=/bin/kill -HUP $MAINPID\n[Install]")}`,
  "by-hand.service": service("by-hand"),
  "multi-user.target": "[Unit]\nDescription=Multi-User System\n",
  "timers.target": "[Unit]\nDescription=Timers\n",
  "sockets.target": "[Unit]\nDescription=Sockets\n",
  "sysinit.target": "[Unit]\nDescription=System Initialization\n",
};

/** Kernel parameters, below /proc/sys. */
const parameters: { readonly [path: string]: string } = {
  "kernel/hostname": "original\n",
  "kernel/random/boot_id": "00000000-0000-0000-0000-000000000000\n",
  "kernel/random/uuid": "00000000-0000-0000-0000-000000000001\n",
  "kernel/pid_max": "4194304\n",
  "net/core/somaxconn": "128\n",
  "net/ipv4/ip_forward": "0\n",
  "net/ipv4/conf/all/rp_filter": "2\n",
  "net/ipv4/tcp_syncookies": "1\n",
  "vm/swappiness": "60\n",
};

function write(path: string, content: string, mode = 0o644, uid = 0, gid = 0): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  chownSync(path, uid, gid);
  chmodSync(path, mode);
}

/** The machine before Troupe: folders of its packages' units and its kernel parameters, and its disk. */
export interface Initial {
  readonly disk: Tree;
  readonly vendor: string;
  readonly kernel: string;
}

/** Writes the machine's files to a folder. */
export function makeInitial(folder: string): Initial {
  const disk = join(folder, "disk");
  const vendor = join(folder, "vendor");
  const kernel = join(folder, "kernel");
  for (const [path, content] of Object.entries(files)) write(join(disk, "etc", path), ...content);
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(disk, "etc", path)), { recursive: true });
    symlinkSync(target, join(disk, "etc", path));
  }
  if (existsSync("/etc/login.defs")) copyFileSync("/etc/login.defs", join(disk, "etc/login.defs"));
  for (const [unit, text] of Object.entries(units)) write(join(vendor, unit), text);
  for (const [path, value] of Object.entries(parameters)) write(join(kernel, path), value);
  for (const directory of ["var/lib", "home"]) mkdirSync(join(disk, directory), { recursive: true });
  mkdirSync(join(disk, "home/ann"), { mode: 0o700 });
  chownSync(join(disk, "home/ann"), 1000, 1000);
  return { disk: readTree(disk, ["etc", "var/lib", "home"]), vendor, kernel };
}
