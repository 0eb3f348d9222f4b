import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { parseReply } from "./reply.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const version = (number: number) => rendered({ environment: { etc: { v: { text: `${number}\n` } } } }).generation;
const [first, second] = [version(1), version(2)];
const historyOf = (text: string) =>
  parseReply(text)!
    .all("history")
    .map(([, id]) => id);

describe.skipIf(!canMakeBoxes)("(needs root) the confirmation", () => {
  it.for([
    "remove_pending() { exit 9; }",
    "write_file() { exit 9; }",
    "disarm_timer() { exit 9; }",
    "sync() { exit 9; }",
  ])("that a power cut stops has the switch in the history only if it is committed (%s)", (cut) => {
    using box = agentBox();
    box.apply(first);
    box.stage(second);
    box.ask("switch", [second.id, first.id, "2", "60", "ann"]);
    box.call(`${cut}; confirm ${second.id}`);
    const committed = box.run("test -e /var/lib/troupe/pending || echo yes") === "yes";
    expect(historyOf(box.ask("probe", ["-"]).text)).toEqual(committed ? [first.id, second.id] : [first.id]);
    if (!committed)
      box.run("sed -i 's/^boot.*/boot\\tearlier/' /var/lib/troupe/pending; sh /var/lib/troupe/agent boot");
    expect(box.run("cat /etc/v")).toBe(committed ? "2" : "1");
    // The next verb completes the history on disk.
    const current = committed ? second.id : first.id;
    box.ask("confirm", [current]);
    expect(box.run("cut -f2 /var/lib/troupe/history")).toBe(committed ? `${first.id}\n${second.id}` : first.id);
    expect(box.apply(version(3), { from: current })).toContain("confirmed");
    expect(box.run("cut -f2 /var/lib/troupe/history | tail -n 2")).toBe(`${current}\n${version(3).id}`);
  });

  it("removes old generations by a rename first", () => {
    using box = agentBox();
    let from = "-";
    for (const number of [1, 2, 3, 4, 5, 6]) {
      box.stage(version(number));
      box.ask("switch", [version(number).id, from, "2", "60", "ann"]);
      from = version(number).id;
      if (number < 6) box.ask("confirm", [from]);
    }
    box.call(`rm() { case $* in *pruned*) exit 9 ;; esac; command rm "$@"; }; confirm ${from}`);
    expect(
      box
        .run("ls -A /var/lib/troupe/generations")
        .split("\n")
        .filter((name) => name.startsWith(".")),
    ).toEqual([`.pruned.${first.id}`]);
    expect(box.ask("stage", [first.id, "-"]).end).toEqual(["refused", "unknown"]);
    expect(box.apply(version(7), { from })).toContain("confirmed");
    expect(box.run("ls -A /var/lib/troupe/generations")).not.toContain(".pruned");
  });
});
