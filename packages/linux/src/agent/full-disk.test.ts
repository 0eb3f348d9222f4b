import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, type AgentBox, canMakeBoxes } from "./testing/agent-box.ts";

const generation = (texts: { readonly [target: string]: string }) =>
  rendered({
    environment: { etc: Object.fromEntries(Object.entries(texts).map(([target, text]) => [target, { text }])) },
  }).generation;
const large = (word: string) => `${word}\n`.repeat(40_000 / (word.length + 1));
const [ours, other] = [
  generation({ "small/a": large("ours"), "small/b": "ours\n", c: "ours\n" }),
  generation({ "small/a": large("more"), "small/b": "more\n", c: "more\n" }),
];
/** A script that moves /etc between two generations, with /etc/small on a disk of 64 KB. Digests show whole files. */
const move = (from: { readonly id: string }, to: { readonly id: string }, back: boolean, before: string) => `
  mount -t tmpfs -o size=64k,mode=755 tmpfs /etc/small; ${before}
  ${back ? "TROUPE_GO_ON=1; set +e" : ""}
  make_run_dir
  from=${from.id} to=${to.id}
  (move_etc "$(manifest_of "$from")" $generations_dir/$from "$(manifest_of "$to")" $generations_dir/$to) || echo "ended with $?"
  for file in /etc/small/* /etc/c $originals_dir/etc/small/*; do if [ -e "$file" ]; then echo "$file $(wc -c <"$file") $(head -n 1 "$file")"; fi; done
  ls -A /etc/small | tr '\\n' ' '`;
/** Globs, which the agent script turns off. */
const withGlobs = (script: string) => script.replace("for file in", "set +f; for file in");
const staged = (box: AgentBox) => {
  box.stage(ours);
  box.stage(other);
  box.run("mkdir /etc/small");
};
const copyOurs = `cp -r $generations_dir/${ours.id}/etc/small/. /etc/small/; cp $generations_dir/${ours.id}/etc/c /etc/c`;
const fill = "head -c 16000 /dev/zero >/etc/small/full 2>/dev/null || :";

describe.skipIf(!canMakeBoxes)("(needs root) a full disk", () => {
  it("ends a switch before a file changes", () => {
    using box = agentBox();
    staged(box);
    expect(box.call(withGlobs(move(ours, other, false, `${copyOurs}; ${fill}`)))).toMatch(
      /^ended with 1\n\/etc\/small\/a 40000 ours\n\/etc\/small\/b 5 ours\n\/etc\/small\/full \d+ ?\n\/etc\/c 5 ours\n\.troupe-new a b full etc small\/a: cp: .*No space left on device$/s,
    );
  });

  it("leaves single files of a revert whole and names them, and the other files go back", () => {
    using box = agentBox();
    staged(box);
    expect(box.call(withGlobs(move(ours, other, true, `${copyOurs}; ${fill}`)))).toMatch(
      /^left\tetc\tsmall\/a\t.*No space left on device\n\/etc\/small\/a 40000 ours\n\/etc\/small\/b 5 more\n\/etc\/small\/full \d+ ?\n\/etc\/c 5 more\na b full/s,
    );
  });

  it("deletes no original that is not back in its place", () => {
    using box = agentBox();
    staged(box);
    const originals = `mkdir -p $originals_dir/etc/small; echo mine >$originals_dir/etc/small/b; head -c 40000 /dev/zero | tr '\\0' m >$originals_dir/etc/small/a`;
    expect(box.call(withGlobs(move(ours, { id: "-" }, true, `${copyOurs}; ${fill}; ${originals}`)))).toMatch(
      /^left\tetc\tsmall\/a\t.*No space left on device\n\/etc\/small\/a 40000 ours\n\/etc\/small\/b 5 mine\n\/etc\/small\/full \d+ ?\n\S+\/originals\/etc\/small\/a 40000 m+\na b full/s,
    );
  });
});
