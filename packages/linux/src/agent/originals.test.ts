import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const file = (text: string, options: object = { mode: "0644" }) =>
  rendered({ environment: { etc: { "vpn/key": { text, ...options } } } }).generation;
const empty = rendered({}).generation;
const state = "stat -c '%a %U %G' /etc/vpn/key; cat /etc/vpn/key";
const asNobody = (command: string) => `setpriv --reuid 65534 --clear-groups ${command} 2>&1`;

describe.skipIf(!canMakeBoxes)("(needs root) originals and drifted files", () => {
  it("are private, even if their folders were open before", () => {
    using box = agentBox();
    box.run(
      "mkdir -m 700 /etc/vpn; echo secret >/etc/vpn/key; mkdir -p /var/lib/troupe/originals /var/lib/troupe/drifted",
    );
    expect(box.apply(file("ours\n"), { adopt: ["vpn/key"] })).toContain("confirmed");
    box.run("echo also secret >/etc/vpn/key");
    box.apply(file("other\n"), { from: file("ours\n").id });
    expect(
      box.run("cd /var/lib/troupe; stat -c %a originals drifted; cat originals/etc/vpn/key drifted/etc/vpn/key"),
    ).toBe("700\n700\nsecret\nalso secret");
    for (const folder of ["originals", "drifted"]) {
      expect(box.run(asNobody(`cat /var/lib/troupe/${folder}/etc/vpn/key`))).toContain("Permission denied");
    }
  });

  it("are given back without a drifted copy of a folder that the switch did not reach", () => {
    using box = agentBox();
    const adopting = rendered({ environment: { etc: { mine: { text: "ours\n" } } } }).generation;
    box.run("mkdir -m 750 /etc/mine; echo a >/etc/mine/a; chown 3:4 /etc/mine/a");
    box.stage(adopting);
    // The switch fails before it moves the folder away.
    box.run(
      `printf '%s\\n' '#!/bin/sh' 'case "$*" in *" /etc/mine "*.troupe-new/old*) [ -e /run/failed ] || { : >/run/failed; exit 1; } ;; esac' 'exec /usr/bin/mv "$@"' >/usr/local/sbin/mv; chmod 755 /usr/local/sbin/mv`,
    );
    const { text } = box.ask("switch", [adopting.id, "-", "2", "60", "ann"], "mine\n");
    expect(text).toMatch(/end\treverted$/m);
    expect(text).not.toContain("drifted\t");
    expect(box.run("stat -c '%a %u:%g' /etc/mine /etc/mine/a; cat /etc/mine/a; ls -A /var/lib/troupe/drifted")).toBe(
      "750 0:0\n644 3:4\na",
    );
  });

  it("have private folders after a switch that copies nothing", () => {
    using box = agentBox();
    box.run("mkdir -p /var/lib/troupe/originals /var/lib/troupe/drifted");
    box.apply(empty);
    expect(box.run("stat -c %a /var/lib/troupe/originals /var/lib/troupe/drifted")).toBe("700\n700");
  });

  it.for([
    ["a copy with other mode and owner", { mode: "0644" }],
    ["a copy with the same mode", { mode: "0600" }],
    ["a link", { mode: "symlink" }],
  ] as const)("give a file with the content of its entry its own mode and owner back (%s)", ([, options]) => {
    using box = agentBox();
    box.run("mkdir /etc/vpn; echo same >/etc/vpn/key; chown nobody:nogroup /etc/vpn/key; chmod 600 /etc/vpn/key");
    const before = box.run(state);
    expect(box.apply(file("same\n", options), { adopt: ["vpn/key"] })).toContain("confirmed");
    expect(box.run(state)).not.toBe(before);
    expect(box.apply(empty, { from: file("same\n", options).id })).toContain("confirmed");
    expect(box.run(`${state}; find /var/lib/troupe/originals -name key`)).toBe(before);
  });

  it.for([
    ["file", {}],
    ["link", { mode: "symlink" }],
  ] as const)("give a folder back in place of the %s that replaced it", ([, options]) => {
    using box = agentBox();
    box.run("mkdir -p /etc/vpn/key; echo mine >/etc/vpn/key/file");
    expect(box.apply(file("ours\n", options), { adopt: ["vpn/key"] })).toContain("confirmed");
    expect(box.apply(empty, { from: file("ours\n", options).id })).toContain("confirmed");
    expect(box.run("cat /etc/vpn/key/file")).toBe("mine");
  });
});
