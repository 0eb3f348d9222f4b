import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { parseReply } from "./reply.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const version = (number: number) =>
  rendered({ environment: { etc: { "app/sub/x.conf": { text: `version ${number}\n` } } } }).generation;
const [first, second] = [version(1), version(2)];
const asNobody = (command: string) => `setpriv --reuid 65534 --clear-groups sh -c '${command}'`;

describe.skipIf(!canMakeBoxes)("(needs root) a folder that others than root may write", () => {
  it.for([
    ["by its owner", "chown nobody /etc/app", "/etc/app owner nobody"],
    ["by its group", "chgrp nogroup /etc/app/sub; chmod g+w /etc/app/sub", "/etc/app/sub group nogroup"],
    ["by everybody", "chmod 777 /etc/app/sub", "/etc/app/sub others -"],
    ["behind a link", "mv /etc/app /run/app; chown nobody /run/app; ln -s /run/app /etc/app", "/run/app owner nobody"],
    [
      "on the way of a link",
      "mkdir /run/nobody; mv /etc/app /run/app; ln -s /run/app /run/nobody/l; chown nobody /run/nobody; ln -s /run/nobody/l /etc/app",
      "/run/nobody owner nobody",
    ],
  ] as const)("(%s) is told by the probe, and refused before anything changes", ([, script, told]) => {
    using box = agentBox();
    expect(box.apply(first)).toContain("confirmed");
    box.run(script);
    const unsafe = `${told} app/sub/x.conf`;
    const reply = parseReply(box.ask("probe", [first.id]).text);
    expect(reply?.all("unsafe").map((fields) => fields.join(" "))).toEqual([unsafe]);
    expect(box.stage(second)).toBe("staged");
    const switched = parseReply(box.ask("switch", [second.id, first.id, "2", "60", "ann"]).text);
    expect(switched?.all("unsafe").map((fields) => fields.join(" "))).toEqual([unsafe]);
    expect(switched?.end).toEqual(["refused", "conflict"]);
    expect(box.run("cat /etc/app/sub/x.conf; ls /var/lib/troupe/pending")).toContain("version 1\nls: ");
  });

  it("is no obstacle behind a link that root alone can change", () => {
    using box = agentBox();
    box.run("mkdir -p /run/real; ln -s ../run/real /etc/app");
    expect(box.apply(first)).toContain("confirmed");
    expect(box.run("cat /run/real/sub/x.conf; ls -A /run/real /run/real/sub")).toBe(
      "version 1\n/run/real:\nsub\n\n/run/real/sub:\nx.conf",
    );
  });

  it("redirects no write of a revert", () => {
    using box = agentBox();
    box.run("mkdir -p /etc/app/sub; echo mine >/etc/app/sub/x.conf; echo victim >/etc/victim; chmod 600 /etc/victim");
    expect(box.apply(first, { adopt: ["app/sub/x.conf"] })).toContain("confirmed");
    box.stage(second);
    box.ask("switch", [second.id, first.id, "2", "60", "ann"]);
    box.run("chown nobody /etc/app/sub; ln -s /etc/victim /etc/app/sub/.troupe-new");
    box.run(asNobody("cd /etc/app/sub; ln -sf /etc/victim x.conf.new; mv -f x.conf.new x.conf"));
    box.ask("revert", [second.id, "a test"]);
    expect(box.run("cat /etc/victim; stat -c '%a %U' /etc/victim; cat /etc/app/sub/x.conf")).toBe(
      "victim\n600 root\nversion 1",
    );
    box.run(
      "rm -r /etc/app/sub; ln -s /run/victims /etc/app/sub; mkdir /run/victims; echo victim >/run/victims/x.conf",
    );
    box.run("chown nobody /etc/app");
    const moved = box.call(`make_run_dir; TROUPE_GO_ON=1; set +e
      move_etc "$(manifest_of ${first.id})" $generations_dir/${first.id} /dev/null $generations_dir/-`);
    expect(moved).toBe("left\tetc\tapp/sub/x.conf\tothers than root may write the folder /etc/app");
    expect(box.run("cat /run/victims/x.conf")).toBe("victim");
  });
});
