import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testProject } from "../../testing/project.ts";
import { buildAlice } from "../testing/hello-project.ts";
import { nocloud, nocloudForm } from "./nocloud.ts";

/** What cloud-init is told; the archive and the generation's id left out. */
async function told(module: string, targetHost = "root@192.0.2.10", form = nocloud): Promise<string> {
  const { folder } = testProject({
    "troupe.ts": `import { defineInventory, system } from "troupe";
export default defineInventory({ machines: { alice: { deploy: { targetHost: "${targetHost}" }, module: system(${module}) } } });
`,
  });
  await buildAlice(folder, form, "seed/");
  const text = ["user-data", "meta-data", "network-config"]
    .map((name) => `== ${name}\n${readFileSync(join(folder, "seed", name), "utf8")}`)
    .join("");
  return text.replace(/content: .*/, "content: …").replaceAll(/[0-9a-f]{32}/g, "ID");
}
const keys = (...names: readonly string[]) => `openssh: { authorizedKeys: { keys: ${JSON.stringify(names)} } }`;

test("a machine of which nothing is declared gets its name", async () => {
  expect(await told("{}")).toMatchInlineSnapshot(`
    "== user-data
    #cloud-config
    # Written by Troupe for alice: generation ID. There are no secrets in here.
    hostname: "alice"
    write_files:
      - path: "/run/troupe-incoming.tar"
        permissions: "0600"
        encoding: b64
        content: …
    runcmd:
      - ["sh","-c","tar -xf /run/troupe-incoming.tar -C / && rm /run/troupe-incoming.tar && exec sh /var/lib/troupe/incoming/ID/activate --unattended"]
    == meta-data
    instance-id: "alice"
    local-hostname: "alice"
    == network-config
    # Nothing in here: cloud-init asks for an address by DHCP, on the network interface that it finds.
    # For a fixed address, write for example:
    #
    # version: 2
    # ethernets:
    #   ens3:
    #     addresses: [192.0.2.10/24]
    #     routes: [{ to: default, via: 192.0.2.1 }]
    #     nameservers: { addresses: [192.0.2.1] }
    "
  `);
});

test("the name that the configuration gives it comes first", async () => {
  const text = await told(`{ networking: { hostName: "www" } }`);
  expect([...text.matchAll(/host.*: (".*")/g)].map(([line]) => line)).toEqual(['hostname: "www"', 'hostname: "www"']);
});

const access = async (...args: Parameters<typeof told>) =>
  /\nhostname: .*\n([^]*)write_files/.exec(await told(...args))?.[1];

test("the keys of whoever deploys", async () => {
  const users = `{ users: { groups: { ops: { gid: 1700 }, web: {} }, users: {
    root: { ${keys("ssh-ed25519 AAAA root's", 'ssh-rsa BBBB "quoted" \\\\')} },
    ann: { isNormalUser: true, description: "Ann Example", group: "ops", extraGroups: ["sudo", "web"], uid: 1500, ${keys("ssh-ed25519 CCCC ann")} },
    bot: { isSystemUser: true, group: "web", ${keys("ssh-ed25519 DDDD bot")} },
    eve: { isNormalUser: true },
  } } }`;
  expect(await access(users)).toMatchInlineSnapshot(`
    "disable_root: false
    users:
      - {"name":"root","ssh_authorized_keys":["ssh-ed25519 AAAA root's","ssh-rsa BBBB \\"quoted\\" \\\\\\\\"]}
    "
  `);
  expect(await access(users, "192.0.2.10")).toBe(await access(users));
  expect(await access(users, "ann@192.0.2.10")).toMatchInlineSnapshot(`
    "bootcmd:
      - ["sh","-c","getent group ops >/dev/null || groupadd -g 1700 ops"]
      - ["sh","-c","getent group web >/dev/null || groupadd -r web"]
    users:
      - {"name":"ann","uid":1500,"primary_group":"ops","groups":["sudo","web"],"homedir":"/home/ann","shell":"/bin/bash","gecos":"Ann Example","ssh_authorized_keys":["ssh-ed25519 CCCC ann"]}
    "
  `);
  expect(await access(users, "bot@192.0.2.10")).toMatchInlineSnapshot(`
    "bootcmd:
      - ["sh","-c","getent group web >/dev/null || groupadd -r web"]
    users:
      - {"name":"bot","primary_group":"web","homedir":"/nonexistent","shell":"/usr/sbin/nologin","system":true,"no_create_home":true,"ssh_authorized_keys":["ssh-ed25519 DDDD bot"]}
    "
  `);
  expect(await access(users, "eve@192.0.2.10")).toBe("");
  expect(await access(users, "stranger@192.0.2.10")).toBe("");
});

test("a network of the project's own", async () => {
  const lan = nocloudForm({
    name: "lan",
    networkConfig: ({ address }) => ({ version: 2, ethernets: { ens3: { addresses: [`${address}/24`] } } }),
  });
  expect(await told("{}", "root@192.0.2.10", lan)).toContain('"addresses": [\n        "192.0.2.10/24"\n');
});
