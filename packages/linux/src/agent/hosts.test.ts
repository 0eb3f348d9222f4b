import { describe, expect, it } from "vitest";
import { rendered } from "../testing/rendered.ts";
import { agentBox, canMakeBoxes } from "./testing/agent-box.ts";

const hosts = (...names: string[]) => rendered({ networking: { hosts: { "192.0.2.7": names } } }).generation;
const empty = rendered({}).generation;
const printer = "# troupe begin\n192.0.2.7 printer\n# troupe end";

describe.skipIf(!canMakeBoxes)("(needs root) the block in /etc/hosts", () => {
  it("begins on a line of its own, also after a last line without a newline, and goes away whole", () => {
    using box = agentBox();
    box.run("printf '192.0.2.1 gw' >/etc/hosts");
    expect(box.apply(hosts("printer"))).toEqual(["staged", "pending 60", "confirmed"]);
    expect(box.run("cat /etc/hosts")).toBe(`192.0.2.1 gw\n${printer}`);
    expect(box.apply(hosts("printer", "scanner"), { from: hosts("printer").id })).toContain("confirmed");
    expect(box.run("cat /etc/hosts")).toBe(`192.0.2.1 gw\n${printer.replace("printer", "printer scanner")}`);
    expect(box.apply(empty, { from: hosts("printer", "scanner").id })).toContain("confirmed");
    expect(box.run("cat /etc/hosts; ls -I alternatives /etc")).toBe("192.0.2.1 gw\ngroup\nhosts\npasswd\nsystemd");
  });

  it.for([["printf 'a # mark\\n\\n\\n'"], ["printf ''"], ["printf '\\303\\274\\n'"]])(
    "keeps the other lines (%s)",
    ([print]) => {
      using box = agentBox();
      box.run(`${print} >/etc/hosts; ${print} >/run/before`);
      box.apply(hosts("printer"));
      box.apply(empty, { from: hosts("printer").id });
      expect(box.run("cmp /etc/hosts /run/before && grep -c troupe /etc/hosts")).toBe("0");
    },
  );

  it("keeps mode and owner of the file", () => {
    using box = agentBox();
    box.run("echo mine >/etc/hosts; chown nobody:nogroup /etc/hosts; chmod 0640 /etc/hosts");
    box.apply(hosts("printer"));
    expect(box.run("stat -c '%a %U %G' /etc/hosts")).toBe("640 nobody nogroup");
  });

  it("is written to the file that a link leads to, whose mode stays", () => {
    using box = agentBox();
    box.run(
      "mkdir /run/real; echo mine >/run/real/hosts; chmod 0644 /run/real/hosts; ln -s ../run/real/hosts /etc/hosts",
    );
    expect(box.apply(hosts("printer"))).toContain("confirmed");
    expect(box.run("readlink /etc/hosts; stat -L -c %a /etc/hosts; cat /run/real/hosts; ls /run/real")).toBe(
      `../run/real/hosts\n644\nmine\n${printer}\nhosts`,
    );
    box.apply(empty, { from: hosts("printer").id });
    expect(box.run("readlink /etc/hosts; cat /etc/hosts")).toBe("../run/real/hosts\nmine");
  });

  it("is made where /etc/hosts is missing, with the mode 0644", () => {
    using box = agentBox();
    expect(box.apply(hosts("printer"))).toContain("confirmed");
    expect(box.run("stat -c %a /etc/hosts; cat /etc/hosts")).toBe(`644\n${printer}`);
  });

  it("is refused before anything changes if the marks do not pair", () => {
    using box = agentBox();
    const desired = rendered({
      networking: { hosts: { "192.0.2.7": ["printer"] } },
      environment: { etc: { new: { text: "new\n" } } },
    });
    const { id } = desired.generation;
    expect(box.stage(desired.generation)).toBe("staged");
    const contents = [
      "# troupe begin\n192.0.2.9 precious\n",
      "192.0.2.9 precious\n# troupe end\n192.0.2.8 also\n",
      "# troupe end\n192.0.2.9 precious\n# troupe begin\n",
      "# troupe begin\n# troupe end\n192.0.2.9 precious\n# troupe begin\n# troupe end\n",
      "# troupe begin\n192.0.2.9 precious\n# troupe begin\n# troupe end\n",
      "192.0.2.9 precious# troupe begin\n# troupe end\n",
      "# troupe begin\n192.0.2.9 precious\n# troupe end\r\n",
      "# troupe begin\n192.0.2.9 precious\n # troupe end\n",
    ];
    for (const content of contents) {
      box.run(`cat >/etc/hosts <<'END'\n${content}END`);
      expect([content, box.ask("switch", [id, "-", "2", "60", "ann"]).end]).toEqual([
        content,
        ["refused", "uneditable"],
      ]);
      expect(box.run("cat /etc/hosts; echo; ls -I alternatives /etc; ls /var/lib/troupe")).toBe(
        `${content}\ngroup\nhosts\npasswd\nagent\ndrifted\ngenerations\noriginals\nversion`,
      );
    }
  });

  it("is named by the probe if the marks lost their pair after an apply, and stays as it is on the way back", () => {
    using box = agentBox();
    box.run("echo mine >/etc/hosts");
    box.apply(hosts("printer"));
    box.run("sed -i '/troupe end/d' /etc/hosts; echo '192.0.2.99 precious' >>/etc/hosts");
    for (const [verb, id] of [
      ["probe", "-"],
      ["probe", hosts("printer").id],
    ] as const) {
      expect(box.ask(verb, [id]).text).toContain("uneditable\t/etc/hosts\tmarks\n");
    }
    for (const next of [hosts("scanner"), empty]) {
      expect(box.apply(next, { from: hosts("printer").id })).toEqual(["staged", "refused uneditable"]);
    }
    expect(box.call(`move ${hosts("printer").id} ${empty.id}`)).toContain(
      "hosts /etc/hosts: it cannot be edited: marks",
    );
    expect(box.run("cat /etc/hosts")).toBe("mine\n# troupe begin\n192.0.2.7 printer\n192.0.2.99 precious");
  });

  it("says nothing about marks where neither generation has hosts", () => {
    using box = agentBox();
    box.run("echo '# troupe begin' >/etc/hosts");
    expect(box.apply(empty)).toContain("confirmed");
    expect(box.ask("probe", ["-"]).text).not.toContain("uneditable");
  });

  it.for([
    [
      "a folder that others may write",
      "mkdir -m 0777 /run/open; echo x >/run/open/hosts; ln -s /run/open/hosts /etc/hosts",
      "folder",
    ],
    [
      "a folder of another user",
      "mkdir /run/own; chown nobody /run/own; echo x >/run/own/hosts; ln -s /run/own/hosts /etc/hosts",
      "folder",
    ],
    ["a folder", "mkdir /etc/hosts", "type"],
    ["a link to nowhere", "ln -s /run/no/such/hosts /etc/hosts", "type"],
    ["a mount", "echo x >/etc/hosts; echo x >/run/hosts; mount --bind /run/hosts /etc/hosts", "mount"],
  ] as const)("is refused in %s", ([, prepare, reason]) => {
    using box = agentBox();
    const staged = box.stage(hosts("printer"));
    expect(staged).toBe("staged");
    box.run(prepare.replace(/mount .*/, ""));
    const mount = /mount .*/.exec(prepare)?.[0] ?? ":";
    expect(box.call(`${mount}; hosts_fault /dev/null ${"$"}generations_dir/${hosts("printer").id}/manifest`)).toBe(
      reason,
    );
  });
});

describe.skipIf(!canMakeBoxes)("(needs root) /etc/hostname", () => {
  it.each([
    ["the file from before", "echo old >/etc/hostname", "old"],
    ["no file", "", "absent"],
  ])("comes back with %s as its original when a switch without a host name is reverted", (_, prepare, original) => {
    using box = agentBox();
    box.run(prepare);
    const { generation } = rendered({ networking: { hostName: "carol" } });
    box.apply(generation);
    expect(box.ask("switch", ["-", generation.id, "2", "60", "ann"]).end?.[0]).toBe("pending");
    const before = "cat /etc/hostname 2>/dev/null || echo absent";
    expect(box.run(before)).toBe(original);
    box.run("sh /var/lib/troupe/agent revert - 'nobody confirmed it in time'");
    expect(box.run("cat /etc/hostname")).toBe("carol");
    expect(box.ask("switch", ["-", generation.id, "2", "60", "ann"]).end?.[0]).toBe("pending");
    expect(box.ask("confirm", ["-"]).end).toEqual(["confirmed"]);
    expect(box.run(before)).toBe(original);
  });

  const named = rendered({ networking: { hostName: "carol" } }).generation;
  it.for([
    ["a link", "echo old >/run/name; ln -s ../run/name /etc/hostname", "l 777 root ../run/name"],
    ["a link to nowhere", "ln -s ../run/none /etc/hostname", "l 777 root ../run/none"],
    [
      "a file with mode and owner of its own",
      "echo old >/etc/hostname; chown nobody /etc/hostname; chmod 600 /etc/hostname",
      "f 600 nobody ",
    ],
    ["nothing", ":", ""],
  ] as const)("is given back: %s", ([, prepare, before]) => {
    using box = agentBox();
    box.run(prepare);
    const state = "find /etc -name hostname -printf '%y %m %u %l\\n'";
    expect(box.apply(named)).toContain("confirmed");
    expect(box.run(`${state}; cat /etc/hostname`)).toBe("f 644 root \ncarol");
    expect(box.apply(empty, { from: named.id })).toContain("confirmed");
    expect(box.run(state)).toBe(before.trimEnd());
    expect(box.run("find /var/lib/troupe/originals -type f -o -type l")).toBe("");
  });
});
