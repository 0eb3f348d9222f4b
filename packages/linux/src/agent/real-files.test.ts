import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const plain = rendered({
  environment: { etc: { plain: { text: "text\n" }, asked: { text: "text\n", mode: "symlink" } } },
  boot: { kernel: { sysctl: { "net.ipv4.ip_forward": 1 } } },
  systemd: { tmpfiles: { rules: ["d /run/kv"] } },
}).generation;

describe.skipIf(!canMakeBoxes)("(needs root) entries below /etc", () => {
  it("are files of root, and links only where the configuration asks for links", () => {
    using box = agentBox();
    box.run("printf '#!/bin/sh\\n' >/usr/local/sbin/systemd-tmpfiles; chmod +x /usr/local/sbin/systemd-tmpfiles");
    expect(box.apply(plain)).toContain("confirmed");
    expect(
      box.run(
        "find /etc -newer /etc/group ! -type d -printf '%y %m %u:%g %P %l\\n' | grep -v 'systemd\\|alternatives' | sort",
      ),
    ).toMatchInlineSnapshot(`
      "f 644 root:root plain 
      f 644 root:root sysctl.d/60-troupe.conf 
      f 644 root:root tmpfiles.d/troupe.conf 
      l 777 root:root asked /var/lib/troupe/current/etc/asked"
    `);
    expect(box.run("find /etc -lname '*/var/lib/troupe/*'")).toBe("/etc/asked");
  });
});
