/**
 * The borgbackup example: docs/guides/clan-borgbackup.md shows its source and its modules, nixpkgs evaluates it, and
 * its programs run.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluateInventory } from "@troupe/core";
import { emitMachine, nixosClass } from "@troupe/nixos";
import { beforeAll, expect, it } from "vitest";
import inventory from "../../examples/borgbackup/troupe.ts";
import { evaluateNix } from "../../packages/nixos/src/testing/nix.ts";
import { describeWithCheckouts } from "./suites.ts";

const evaluated = evaluateInventory(inventory, { classes: [nixosClass] });
const files = new Map(
  ["cellar", "jon", "vault"].flatMap((machine) => [...emitMachine(evaluated.machine(machine)).files]),
);
const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/guides/clan-borgbackup.md"), "utf8");
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, "gm"))].map(([, text]) => text!);

it("the borgbackup example has no problems", () => {
  expect(evaluated.diagnostics()).toEqual([]);
  for (const machine of ["cellar", "jon", "vault"])
    expect(emitMachine(evaluated.machine(machine)).diagnostics).toEqual([]);
});

it("the borgbackup example is the one that docs/guides/clan-borgbackup.md shows", () => {
  const source = readFileSync(join(root, "examples/borgbackup/borgbackup.ts"), "utf8").replaceAll(/^ +/gm, "");
  for (const shown of blocks("ts")) expect(source).toContain(shown.replaceAll(/^ +/gm, ""));
  const shown = [...page.matchAll(/`(troupe\/machines\/[^`]+\.nix)`/g)].map(([, file]) => file!);
  expect(shown.length).toBe(4);
  for (const file of shown) expect(blocks("nix")).toContain(files.get(file));
});

interface Computed {
  readonly programs: { readonly [name: string]: string };
  readonly jobs: { readonly [name: string]: { readonly [option: string]: unknown } };
  readonly before: { readonly [unit: string]: string };
  readonly generators: readonly string[];
  readonly providers: object;
  readonly repos: { readonly [machine: string]: object };
}

/**
 * Evaluates the machines with the nixpkgs lib in the folder `lib` and with stand-ins for the options that Clan's
 * modules declare.
 */
function computed(lib: string): Computed {
  const main = `
    let
      lib = import ${lib}/lib;
      option = type: lib.mkOption { inherit type; };
      anything = option (lib.types.attrsOf lib.types.anything);
      clan = { config, ... }: {
        options.clan.core = {
          settings.directory = option lib.types.raw;
          state = anything;
          vars.generators = option (lib.types.attrsOf (lib.types.submodule ({ name, ... }@generator: {
            options.files = option (lib.types.attrsOf (lib.types.submodule ({ name, ... }: {
              options.secret = lib.mkOption { default = true; };
              options.path = lib.mkOption { default = "/run/secrets/\${generator.name}/\${name}"; };
            })));
            options.script = option lib.types.lines;
            options.runtimeInputs = option (lib.types.listOf lib.types.str);
          })));
          backups.providers = anything;
        };
        options.environment.systemPackages = option (lib.types.listOf lib.types.attrs);
        options.systemd.package = lib.mkOption { default = "systemd"; };
        options.systemd.services = anything;
        options.services.borgbackup.jobs = anything;
        options.services.borgbackup.repos = anything;
        options.services.openssh.enable = lib.mkOption { default = false; };
        config._module.args.pkgs = lib.genAttrs [ "coreutils" "openssh" "xkcdpass" "jq" ] (name: name) // {
          writeShellScript = name: text: "/\${name}\\n\${text}";
          writeShellApplication = args: args;
        };
        config.clan.core.settings.directory = ./.;
        config.clan.core.state = {
          home = { name = "home"; folders = [ "/home" ]; preBackupCommand = null; };
          db = { name = "the db"; folders = [ "/var/db" "/home" ]; preBackupCommand = "dump-db"; };
          web = { name = "web"; folders = [ "/srv" ]; preBackupCommand = "dump-web"; };
        };
      };
      of = names: (lib.evalModules { modules = [ clan ] ++ names; }).config;
      jon = of [ ./troupe/machines/jon/services/borgbackup.daily.client.nix ./troupe/machines/jon/services/borgbackup.weekly.client.nix ./troupe/machines/jon/services/borgbackup.nix ];
    in
    {
      programs = lib.listToAttrs (map (each: lib.nameValuePair each.name each.text) jon.environment.systemPackages);
      inherit (jon.services.borgbackup) jobs;
      before = lib.mapAttrs (_: unit: lib.head unit.serviceConfig.ExecStartPre) jon.systemd.services;
      generators = lib.attrNames jon.clan.core.vars.generators;
      inherit (jon.clan.core.backups) providers;
      repos.vault = (of [ ./troupe/machines/vault/services/borgbackup.daily.server.nix ]).services.borgbackup.repos;
      repos.cellar = (of [ ./troupe/machines/cellar/services/borgbackup.weekly.server.nix ]).services.borgbackup.repos;
    }
  `;
  const key = (generator: string) => `vars/per-machine/jon/${generator}/borgbackup.ssh.pub/value`;
  return evaluateNix({
    ...Object.fromEntries(files),
    [key("borgbackup-daily")]: "ssh-ed25519 DAILY\n",
    [key("borgbackup-weekly")]: "ssh-ed25519 WEEKLY\n",
    "default.nix": main,
  }) as Computed;
}

/** Runs a bash program with stand-ins for the programs that it calls. */
function run(
  program: string,
  stands: { readonly [name: string]: string },
  environment: { readonly [name: string]: string } = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), "troupe-borgbackup-"));
  try {
    for (const [name, text] of Object.entries(stands))
      writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-euo", "pipefail", "-c", program], {
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env["PATH"]}`, ...environment },
    });
    return `${stdout}${stderr}exit ${status}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describeWithCheckouts("the borgbackup example in nixpkgs' module system", ["NIXPKGS_LIB"], (lib) => {
  let machines: Computed;
  beforeAll(() => {
    machines = computed(lib);
  });

  it("keeps two instances with one client apart", () => {
    const { programs, jobs, before, generators, providers, repos } = machines;
    expect(Object.keys(jobs)).toEqual(["daily-vault", "weekly-cellar", "weekly-rented"]);
    expect(Object.keys(before)).toEqual(Object.keys(jobs).map((job) => `borgbackup-job-${job}`));
    expect(generators).toEqual(["borgbackup-daily", "borgbackup-weekly"]);
    expect(providers).toEqual({
      borgbackup: { create: "borgbackup-create", list: "borgbackup-list", restore: "borgbackup-restore" },
    });
    expect(Object.keys(programs).toSorted()).toEqual(["borgbackup-create", "borgbackup-list", "borgbackup-restore"]);
    expect(jobs["weekly-cellar"]).toMatchObject({
      paths: ["/var/db", "/home", "/srv"],
      repo: "borg@cellar.home.arpa:/srv/borg/weekly/jon",
      environment: {
        BORG_RSH:
          "ssh -i /run/secrets/borgbackup-weekly/borgbackup.ssh -o StrictHostKeyChecking=accept-new -o IdentitiesOnly=yes",
      },
      encryption: { passCommand: "cat /run/secrets/borgbackup-weekly/borgbackup.repokey" },
      startAt: "weekly",
    });
    expect(repos).toEqual({
      vault: { "daily-jon": { path: "/var/lib/borgbackup/daily/jon", authorizedKeys: ["ssh-ed25519 DAILY"] } },
      cellar: { "weekly-jon": { path: "/srv/borg/weekly/jon", authorizedKeys: ["ssh-ed25519 WEEKLY"] } },
    });
  });

  it("counts the commands that fail before a backup", () => {
    const script = machines.before["borgbackup-job-daily-vault"]!.replace(/^\+.*\n/, "").replaceAll(
      "/run/current-system/sw/bin/",
      "",
    );
    expect(run(script, { "dump-db": "exit 0", "dump-web": "echo dumped" })).toBe("dumped\nexit 0");
    expect(run(script, { "dump-db": "exit 1", "dump-web": "exit 2" })).toBe(
      "pre-backup commands failed: the db web\nexit 1",
    );
  });

  it("creates backups with the jobs of all instances, and restores them with the job that the backup names", () => {
    const { programs } = machines;
    expect(run(programs["borgbackup-create"]!, { systemctl: 'echo "$@"' })).toBe(
      "start borgbackup-job-daily-vault.service borgbackup-job-weekly-cellar.service borgbackup-job-weekly-rented.service\nexit 0",
    );
    const restore = (environment: { readonly [name: string]: string }) =>
      run(programs["borgbackup-restore"]!, { "borg-job-daily-vault": 'pwd; printf "<%s>" "$@"; echo' }, environment);
    expect(restore({ NAME: "daily-vault::borg@vault:/a::monday", FOLDERS: "/home/ann b:/srv" })).toBe(
      "/\n<extract><::monday><home/ann b><srv>\nexit 0",
    );
    expect(restore({ NAME: "daily-vault::borg@vault:/a::monday" })).toBe("/\n<extract><::monday>\nexit 0");
    expect(restore({ NAME: "x::y::z" })).toBe("there is no backup job x on this machine\nexit 1");
  });

  it("lists the backups of all instances", ({ skip }) => {
    skip(spawnSync("jq", ["--version"]).status !== 0, "jq is not installed");
    const borg = (repo: string) => `echo '{"repository":{"location":"${repo}"},"archives":[{"name":"monday"}]}'`;
    const stands = {
      "borg-job-daily-vault": borg("borg@vault:/a"),
      "borg-job-weekly-cellar": borg("borg@cellar:/b"),
      "borg-job-weekly-rented": borg("ssh://rented/./c"),
    };
    expect(run(machines.programs["borgbackup-list"]!, stands).replaceAll(/\s+/g, " ")).toBe(
      '[ { "name": "daily-vault::borg@vault:/a::monday" }, { "name": "weekly-cellar::borg@cellar:/b::monday" }, { "name": "weekly-rented::ssh://rented/./c::monday" } ] exit 0',
    );
  });
});
