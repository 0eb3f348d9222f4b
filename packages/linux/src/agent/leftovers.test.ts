import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const version = (number: number) => rendered({ environment: { etc: { "a/b": { text: `${number}\n` } } } }).generation;
const [first, second] = [version(1), version(2)];
/** Temporary files of a process that no longer runs, a mount among them, and files that only look like them. */
const leave = `cd /var/lib/troupe; touch agent.new.99999999 pending.new.99999999; mkdir -p generations/.in.99999999/etc generations/.pruned.x
  cd /etc; touch hosts.troupe-new hostname.new.99999999 systemd/system-generators/troupe.new.99999999 systemd/system/troupe-boot.service.new.99999999
  mkdir -p .troupe-new/new/x; touch mine.new.99999999 hostname.new passwd.edit group.edit gshadow.edit
  printf '99999999\\0' >passwd.lock; printf '1\\0' >group.lock`;
const left =
  "find /etc /var/lib/troupe -name '*.new*' -o -name '*troupe-new' -o -name '.in.*' -o -name '.pruned*' -o -name '*.edit' -o -name 'passwd.lock'";
const mine = "/etc/group.edit\n/etc/hostname.new\n/etc/mine.new.99999999";
const sorted = (text: string) => text.split("\n").toSorted().join("\n");

describe.skipIf(!canMakeBoxes)("(needs root) temporary files of processes that were cut off", () => {
  it("are removed by the next switch, by its confirmation, by a revert and at boot", () => {
    using box = agentBox();
    expect(box.apply(first)).toContain("confirmed");
    box.run(leave);
    box.stage(second);
    expect(box.ask("switch", [second.id, first.id, "2", "60", "ann"]).end).toEqual(["pending", "60"]);
    expect(sorted(box.run(left))).toBe(mine);
    box.run(leave);
    box.ask("confirm", [second.id]);
    expect(sorted(box.run(left))).toBe(mine);
    box.ask("switch", [first.id, second.id, "2", "60", "ann"]);
    box.run(leave);
    box.ask("revert", [first.id, "a test"]);
    expect(sorted(box.run(left))).toBe(mine);
    box.run(leave);
    box.ask("boot", []);
    expect(sorted(box.run(left))).toBe(mine);
  });

  it("are no part of /etc after the host name from before came back", () => {
    using box = agentBox();
    const named = rendered({ networking: { hostName: "alice" } }).generation;
    box.run("echo before >/etc/hostname");
    box.stage(named);
    box.ask("switch", [named.id, "-", "2", "60", "ann"]);
    box.ask("revert", [named.id, "a test"]);
    expect(box.run("cat /etc/hostname; ls -d /etc/.troupe*")).toMatch(/^before\nls: /);
  });

  it("are removed if their process id belongs to another program by now", () => {
    using box = agentBox();
    // The command of the shell has the word by which a process of the script is known.
    const files = "TROUPE $state_dir/a.new.$! $state_dir/b.new.$$";
    expect(
      box.call(
        `mkdir -p $state_dir; make_run_dir; sleep 20 & until [ "$(cat /proc/$!/comm)" = sleep ]; do :; done; set -- ${files}; shift; touch "$@"; remove_leftovers; ls $state_dir | cut -c1; kill $!`,
      ),
    ).toBe("b");
  });

  it("are removed beside the file that /etc/hosts leads to", () => {
    using box = agentBox();
    box.run("mkdir /etc/net; touch /etc/net/hosts; ln -s net/hosts /etc/hosts");
    box.apply(rendered({ networking: { hosts: { "192.0.2.7": ["printer"] } } }).generation);
    box.run("touch /etc/net/hosts.troupe-new");
    box.ask("boot", []);
    expect(box.run("ls /etc/net")).toBe("hosts");
  });

  it("are no folders without a record: the record comes first", () => {
    using box = agentBox();
    box.apply(first);
    const nested = rendered({ environment: { etc: { "c/d/e": { text: "e\n" } } } }).generation;
    box.stage(nested);
    box.run(
      `printf '%s\\n' '#!/bin/sh' 'case "$*" in *"/etc/c /etc/c/d") cp /var/lib/troupe/directories /run/recorded ;; esac' 'exec /usr/bin/mkdir "$@"' >/usr/local/sbin/mkdir; chmod 755 /usr/local/sbin/mkdir`,
    );
    box.ask("switch", [nested.id, first.id, "2", "60", "ann"]);
    expect(box.run("grep /etc/c /run/recorded")).toBe("/etc/c\n/etc/c/d");
  });

  it("are empty folders, too, which go with their last file", () => {
    using box = agentBox();
    box.apply(first);
    box.run("mkdir -p /etc/mine");
    box.apply(rendered({}).generation, { from: first.id });
    expect(box.run("ls -d /etc/a /etc/mine; grep /etc/a /var/lib/troupe/directories")).toBe(
      "/etc/mine\nls: cannot access '/etc/a': No such file or directory",
    );
  });
});
