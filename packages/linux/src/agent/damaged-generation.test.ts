import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { parseReply } from "./reply.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const version = (number: number) =>
  rendered({
    environment: { etc: { v: { text: `${number}\n` }, "deep/w": { text: `${number}\n`, mode: "0600" } } },
    systemd: { services: { one: { serviceConfig: { ExecStart: `/bin/sleep ${number}` } } } },
  }).generation;
const [first, second] = [version(1), version(2)];
const tree = `/var/lib/troupe/generations/${first.id}`;

/** Damages of a generation, with the files that they are told by. */
const damages = {
  "another content": ["echo EVIL >etc/v", ["etc/v"]],
  "another content and its line in the manifest": [
    'echo EVIL >etc/v; sum=$(sha256sum <etc/v | cut -c1-64); sed -i "s/^file\\t[0-9a-f]*\\t\\(.*etc.v\\)$/file\\t$sum\\t\\1/" manifest',
    ["manifest"],
  ],
  "a missing file": ["rm etc/v", ["etc/v"]],
  "an empty file": [": >etc/v", ["etc/v"]],
  "a file that is a link now": ["cp etc/v /run/v; ln -sf /run/v etc/v", ["etc/v"]],
  "a file that is a folder now": ["rm etc/v; mkdir etc/v", ["etc/v"]],
  "another mode": ["chmod 666 etc/v", ["etc/v"]],
  "one more unit": ["echo '[Service]' >units/evil.service", ["units/evil.service"]],
  "a missing folder": ["rm -r etc", ["etc/deep/w", "etc/v"]],
  "a cut manifest": ["sed -i '$d' manifest", ["manifest"]],
} as const;

describe.skipIf(!canMakeBoxes)("(needs root) a damaged generation", () => {
  it("is refused by name before anything changes, and is whole again after it is staged again", () => {
    using box = agentBox();
    box.apply(first);
    box.apply(second, { from: first.id });
    const before = box.run("cat /etc/v; ls /var/lib/troupe; cat /var/lib/troupe/history");
    for (const [damage, [script, files]] of Object.entries(damages)) {
      box.run(`cd ${tree}; ${script}`);
      for (const [verb, args] of [
        ["stage", [first.id, "-"]],
        ["switch", [first.id, second.id, "2", "60", "ann"]],
      ] as const) {
        const reply = parseReply(box.ask(verb, args).text);
        expect([damage, reply?.all("damaged").flat(), reply?.end]).toEqual([damage, files, ["refused", "damaged"]]);
      }
      expect(box.run("cat /etc/v; ls /var/lib/troupe; cat /var/lib/troupe/history")).toBe(before);
      expect([damage, box.stage(first)]).toEqual([damage, "staged"]);
      expect([damage, box.call(`tree_faults ${tree} ${first.id}`)]).toEqual([damage, ""]);
    }
    expect(box.ask("switch", [first.id, second.id, "2", "60", "ann"]).end).toEqual(["pending", "60"]);
    expect(box.run("cat /etc/v")).toBe("1");
  });

  it("in effect is drift, also if the manifest agrees with the damage", () => {
    using box = agentBox();
    box.apply(first);
    for (const damage of ["another content and its line in the manifest", "one more unit", "another mode"] as const) {
      const [script, files] = damages[damage];
      box.run(`cd ${tree}; ${script}`);
      const drift = parseReply(box.ask("probe", [first.id]).text)!.all("drift");
      expect([damage, drift.filter(([kind]) => kind === "tree").map(([, path]) => path)]).toEqual([damage, files]);
      box.stage(first);
    }
  });
});
