/**
 * The commands, from `troupe.ts` to a machine that looks like NixOS. A stand-in for nixpkgs makes systems of generated
 * modules.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { layer } from "@troupe/lab";
import { describeWithHosts, useLab } from "@troupe/lab/testing";
import { expect, test } from "vitest";
import { nixosFixture } from "../platforms/nixos/testing/nixos-hosts.ts";
import { switchToConfiguration } from "../platforms/nixos/testing/stand-in.ts";
import { testProject } from "../testing/project.ts";

/** Its systems have one unit, which says what the generated modules are. */
const nixpkgs = (system: string) => `{
  outputs = { self }: {
    lib = {
      mapAttrs = builtins.mapAttrs;
      nixosSystem = { modules, ... }: {
        config.system.build.toplevel = derivation {
          name = "nixos-system-carol-25.11";
          system = "${system}";
          builder = "/bin/sh";
          PATH = "/usr/bin:/bin";
          modules = (builtins.head modules).imports;
          switchToConfiguration = ./switch-to-configuration;
          args = [ "-c" ''
            mkdir -p $out/bin $out/units
            cp $switchToConfiguration $out/bin/switch-to-configuration
            chmod 755 $out/bin/switch-to-configuration
            sum=$(cat $(find $modules -type f | sort) | sha256sum | cut -c1-8)
            printf "[Service]\\nExecStart=/bin/sh -c 'echo $sum > /run/demo; exec sleep infinity'\\n" > $out/units/demo.service
          '' ];
        };
      };
    };
  };
}
`;

const script = (port: number) => `import { defineInventory, defineService, option, system, t } from "troupe";

const web = defineService({
  manifest: { name: "web" },
  roles: {
    server: {
      interface: { port: option(t.port) },
      perInstance: ({ settings }) => ({ module: system({ environment: { etc: { "web.port": { text: \`\${settings.port}\\n\` } } } }) }),
    },
  },
});

export const flake = { inputs: { nixpkgs: "path:/srv/nixpkgs" } };

export default defineInventory({
  meta: { name: "home" },
  services: { web },
  machines: { carol: { class: "nixos", deploy: { targetHost: "root@carol" } } },
}).instances({ site: { service: "web", roles: { server: { machines: { carol: { settings: { port: ${port} } } } } } } });
`;

describeWithHosts("NixOS machines on the command line", () => {
  const lab = useLab({ hosts: [{ name: "carol", layers: [layer("nix", ["nix-bin"])] }] });

  test("plan, apply, status and rollback", async () => {
    await using nixos = await nixosFixture(lab);
    await nixos.become("carol", { version: "0" });
    await lab.ssh("carol", ["mkdir", "-p", "/srv/nixpkgs"]);
    await lab.ssh("carol", "cat >/srv/nixpkgs/flake.nix", {
      input: nixpkgs(process.arch === "arm64" ? "aarch64-linux" : "x86_64-linux"),
    });
    await lab.ssh("carol", "cat >/srv/nixpkgs/switch-to-configuration", { input: switchToConfiguration });

    const project = testProject({ "troupe.ts": script(80), "machines/carol/hardware-configuration.nix": "{ }\n" });
    const run = async (...args: readonly string[]) => {
      const { status, stdout, stderr } = await project.troupe(args, { env: { TROUPE_SSH: lab.sshProgram } });
      return { status, text: `${stdout}\n${stderr}`.replaceAll(/[0-9a-z]{32}-nixos/g, "HASH-nixos") };
    };
    const planned = await run("plan", "--nix", "there", "--lock", "carol", "--exit-code");
    expect(planned.status, planned.text).toBe(3);
    expect(planned.text).toMatch(
      /flake\.lock is new, by machine carol; applying keeps it:\n +nixpkgs path:\/srv\/nixpkgs/,
    );
    expect(existsSync(join(project.folder, ".troupe/nixos/flake.nix"))).toBe(true);
    expect(existsSync(join(project.folder, "flake.lock"))).toBe(false);

    const first = await run("apply", "--nix", "there", "--lock", "carol", "--yes");
    expect(first.status, first.text).toBe(0);
    const lock = readFileSync(join(project.folder, "flake.lock"), "utf8");
    expect(lock).toContain("/srv/nixpkgs");
    expect(await run("plan", "--nix", "there", "--exit-code")).toMatchObject({ status: 0 });
    expect((await run("status")).text).toMatch(/^carol +[0-9a-z]{8} +the same +generation 2; since/m);

    project.write({ "troupe.ts": script(8080) });
    const second = await run("plan", "--nix", "there");
    expect(second.text).toContain("why: instance site, role server: its settings changed: port 80 → 8080");
    expect(second.text).toContain("restart demo.service");
    expect((await run("status")).text).toMatch(/^carol +[0-9a-z]{8} +something else/m);
    expect((await run("apply", "--nix", "there", "--yes")).status).toBe(0);
    expect((await run("rollback", "--yes", "--to", "2")).status).toBe(0);
    expect((await run("status")).text).toMatch(/^carol +[0-9a-z]{8} +something else +generation 2/m);
    expect(readFileSync(join(project.folder, "flake.lock"), "utf8")).toBe(lock);
  });
});
