/** The projects in `cases/` that need no host: checked, planned, and applied in boxes. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type AgentBox, agentBox, canMakeBoxes } from "../../packages/linux/src/agent/testing/agent-box.ts";
import { apply } from "../../packages/troupe/src/deploy/apply.ts";
import type { DesiredMachine } from "../../packages/troupe/src/deploy/model/plan.ts";
import type { DesiredLinux } from "../../packages/troupe/src/platforms/linux/desired.ts";
import { plan } from "../../packages/troupe/src/deploy/plan.ts";
import { rollback } from "../../packages/troupe/src/deploy/rollback.ts";
import { boxTransport } from "../state/box-transport.ts";
import { caseNames, caseProject, desiredOf } from "./case-projects.ts";

it("each project is in the table of README.md", () => {
  const table = readFileSync(join(import.meta.dirname, "cases/README.md"), "utf8");
  expect(caseNames.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
});

it.each([
  ["one-address-twice", ["TRP2015"]],
  ["inputs-that-are-code", ["TRP4030"]],
  ["parameter-outside", ["TRP3043"]],
  ["setting-that-adds-lines", ["TRP3015"]],
  ["unit-that-is-an-option", ["TRP3005"]],
  ["ignored-values", ["TRP3017"]],
])("the project %s is refused by check", async (name, codes) => {
  const { status, stdout, stderr } = await caseProject(name).troupe(["check", "--json"]);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string; marks: readonly unknown[] }[] };
  expect([status, [...new Set(diagnostics.map(({ code }) => code))], stderr]).toEqual([1, codes, ""]);
  expect(diagnostics.every(({ marks }) => marks.length > 0)).toBe(true);
});

// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/;

it.each([
  ["hidden-line", "PasswordAuthentication yes"],
  ["escape-sequences", "pwned"],
])("the plan of the project %s shows every line, without control characters", async (name, line) => {
  const { status, stdout, stderr } = await caseProject(name).troupe(["plan", "--offline", "--full"]);
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(line);
  expect(stdout).not.toMatch(control);
});

it("the project forged-package installs nothing", async () => {
  const { stdout } = await caseProject("forged-package").troupe(["plan", "--offline", "--json"]);
  const { plan } = JSON.parse(stdout) as { plan: { machines: { packages: object }[] } };
  expect(plan.machines.map(({ packages }) => packages)).toEqual([{ install: [], unneeded: [] }]);
});

it("the project files-in-strings copies no file that its texts mention", async () => {
  const project = caseProject("files-in-strings");
  mkdirSync(join(project.folder, ".git"));
  writeFileSync(join(project.folder, ".env"), "SECRET\n");
  writeFileSync(join(project.folder, ".git/config"), "SECRET\n");
  const { status } = await project.troupe(["build", "--nixos", "out"]);
  expect(status).toBe(0);
  expect([".env", ".git"].map((path) => existsSync(join(project.folder, "out", path)))).toEqual([false, false]);
});

describe.skipIf(!canMakeBoxes)("(needs root) in a box, the project", () => {
  const applied = async (box: AgentBox, desired: readonly DesiredMachine[], adopt: readonly string[] = []) => {
    const transport = boxTransport(box);
    return apply(await plan(desired, { transport, adopt }), desired, { transport });
  };
  const boxed = (name: string, edit?: readonly [string, string]) => desiredOf(caseProject(name, edit));

  it("hosts-file-without-newline leaves the last line whole, and has nothing to do afterwards", async () => {
    using box = agentBox();
    box.run("printf '192.0.2.1 gw' >/etc/hosts");
    const desired = await boxed("hosts-file-without-newline");
    expect(await applied(box, desired)).toMatchObject([{ outcome: "applied" }]);
    expect(box.run("grep -xc '192.0.2.1 gw' /etc/hosts; grep -c 'troupe begin' /etc/hosts")).toBe("1\n1");
    const { machines } = await plan(desired, { transport: boxTransport(box) });
    expect(machines).toMatchObject([{ status: "same", drift: [] }]);
    expect(await rollback([desired[0]!.target], { transport: boxTransport(box), to: "none" })).toMatchObject([
      { outcome: "applied" },
    ]);
    expect(box.run("cat /etc/hosts")).toBe("192.0.2.1 gw");
  });

  it.each([
    ["adopted-directory", "applied", "f"],
    ["adopted-directory-unhealthy", "failed-and-reverted", "sub"],
  ])("%s gives back the adopted directory", async (name, outcome, shown) => {
    using box = agentBox();
    box.run("mkdir -p /etc/isdir/sub; echo precious >/etc/isdir/sub/f; chmod 750 /etc/isdir");
    const desired = await boxed(name);
    expect(await applied(box, desired, ["isdir"])).toMatchObject([{ outcome }]);
    expect(box.run("cat /etc/isdir 2>/dev/null || ls /etc/isdir")).toBe(shown);
    if (outcome === "applied")
      expect(await rollback([desired[0]!.target], { transport: boxTransport(box), to: "none" })).toMatchObject([
        { outcome },
      ]);
    expect(box.run("cat /etc/isdir/sub/f; stat -c %a /etc/isdir; ls -A /etc | grep troupe")).toBe("precious\n750");
  });

  it("full-disk-and-hosts leaves /etc/hosts and the host name whole, forward and back", async () => {
    using box = agentBox();
    const [desired] = (await boxed("full-disk-and-hosts", ["networking: {", 'networking: { hostName: "carol2",'])) as [
      DesiredLinux,
    ];
    const { generation } = desired;
    box.stage(generation);
    const tree = `$generations_dir/${generation.id}`;
    const shown =
      box.call(`cp -a /etc/. /run/etc; mount -t tmpfs -o size=64k,mode=755 tmpfs /etc; cp -a /run/etc/passwd /run/etc/group /etc
mkdir /etc/alternatives; mount --bind /run/etc/alternatives /etc/alternatives
echo carol >/etc/hostname; head -c 22000 /dev/zero | tr '\\0' '#' >/etc/hosts; echo >>/etc/hosts
before=$(sha256sum /etc/hosts /etc/hostname); head -c 60000 /dev/zero >/etc/fill 2>/dev/null || :
make_run_dir
for back in '' 1; do
  if [ -n "$back" ]; then set -- ${tree}/manifest ${tree} /dev/null -; else set -- /dev/null - ${tree}/manifest ${tree}; fi
  (TROUPE_GO_ON=$back; if [ -n "$back" ]; then set +e; fi; move_hostname "$@"; move_hosts "$@") >/run/words 2>&1 || :
  grep -c 'No space left' /run/words; if [ "$before" = "$(sha256sum /etc/hosts /etc/hostname)" ]; then echo whole; fi
done`);
    expect(shown).toMatch(/^[1-9]\nwhole\n\d\nwhole$/);
  });

  it("parameter-with-slashes gives the value from before back", async () => {
    using box = agentBox({ parameters: { "net/ipv4/ip_forward": "0" } });
    const desired = await boxed("parameter-with-slashes");
    expect(await applied(box, desired)).toMatchObject([{ outcome: "applied" }]);
    expect(box.run("cat /proc/sys/net/ipv4/ip_forward")).toBe("1");
    await rollback([desired[0]!.target], { transport: boxTransport(box), to: "none" });
    expect(box.run("cat /proc/sys/net/ipv4/ip_forward")).toBe("0");
  });

  it("writable-folder is refused before anything changes", async () => {
    using box = agentBox();
    box.run("mkdir /etc/app; chown 65534 /etc/app; ln -s /etc/victim /etc/app/.troupe-new; echo secret >/etc/victim");
    const desired = await boxed("writable-folder");
    const { machines } = await plan(desired, { transport: boxTransport(box) });
    expect(machines).toMatchObject([{ status: "blocked", diagnostics: [{ code: "TRP5219" }] }]);
    expect(await applied(box, desired)).toMatchObject([{ outcome: "refused" }]);
    expect(box.run("cat /etc/victim; ls -A /etc/app")).toBe("secret\n.troupe-new");
  });

  it("swapped-addresses is refused at the host of the other machine", async () => {
    using box = agentBox();
    const [first, second] = await boxed("swapped-addresses");
    expect(await applied(box, [first!])).toMatchObject([{ outcome: "applied" }]);
    const { machines } = await plan([second!], { transport: boxTransport(box) });
    expect(machines).toMatchObject([{ status: "blocked", diagnostics: [{ code: "TRP5230" }] }]);
  });

  it("confined-daemons puts files of root below /etc, where AppArmor lets daemons read", async () => {
    using box = agentBox();
    expect(await applied(box, await boxed("confined-daemons"))).toMatchObject([{ outcome: "applied" }]);
    expect(box.run("stat -c '%F %U %a' /etc/chrony/conf.d/site.conf /etc/unbound/unbound.conf.d/site.conf")).toBe(
      "regular file root 644\nregular file root 644",
    );
  });
});
