import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const rules = (...lines: string[]) => rendered({ systemd: { tmpfiles: { rules: lines } } }).generation;

describe.skipIf(!canMakeBoxes)("(needs root) files of systemd-tmpfiles", () => {
  it("are reported if they differ from a simple rule", () => {
    using box = agentBox();
    const generation = rules(
      "d /run/a 0750 root nogroup -",
      "d /run/b 1777",
      "f /run/c 640 nobody",
      "L+ /run/d - - - - /run/a",
      "d /run/e - - -",
      "d /run/%H 0700",
      "d /run/patterns-* 0700",
      'd "/run/quoted" 0700',
      "r! /run/removed",
      "d /run/~masked ~0700 :nobody",
    );
    const conf = new TextDecoder().decode(generation.files.get("tmpfiles/troupe.conf")!.bytes);
    box.run(`mkdir -p /run/tree/tmpfiles; cat >/run/tree/tmpfiles/troupe.conf <<'END'\n${conf}END`);
    const good =
      "cd /run; mkdir -m 750 a; chgrp nogroup a; mkdir -m 1777 b; touch c; chown nobody c; chmod 640 c; ln -s a d; mkdir e '~masked'";
    const drift = () =>
      box
        .call("report_tmpfiles_drift - /run/tree")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.replace("drift\ttmpfiles\t", ""));
    expect(drift()).toEqual(["a", "b", "c", "d", "e", "~masked"].map((name) => `/run/${name}\tmissing`));
    box.run(good);
    expect(drift()).toEqual([]);
    box.run("cd /run; chmod 700 a; chown nobody a b; rm c d; mkdir c; touch d");
    expect(drift()).toEqual([
      "/run/a\tmode\t0700\t0750",
      "/run/a\towner\tnobody:nogroup\troot:nogroup",
      "/run/c\ttype\tdirectory",
      "/run/d\ttype\tregular empty file",
    ]);
  });

  it("that systemd-tmpfiles cannot make fail the switch with its words", () => {
    using box = agentBox();
    const broken = rules("d /run/broken");
    const tree = `/run/${broken.id}`;
    box.run(`mkdir -p /run/troupe ${tree}/tmpfiles; echo 'd /run/broken' >${tree}/tmpfiles/troupe.conf`);
    expect(box.call(`move_tmpfiles - - - ${tree}; echo not reached`)).toMatch(
      /^[^\n]*tmpfiles\srules:?\s.*troupe\.conf: cannot create *$/,
    );
  });
});
