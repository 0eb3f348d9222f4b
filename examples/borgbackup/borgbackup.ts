/** Backups with borg on NixOS machines of a clan: every client backs up to all servers of its instance, with a key of its own for each instance. */
import { defineService, nix, nixos, option, t } from "troupe";

/** Where the backups of a client are, on a server that keeps them in `directory`. */
const repository = (directory: string, instance: string, client: string) => `${directory}/${instance}/${client}`;
/** The jobs, the keys and the repositories of two instances do not meet. */
const generator = (instance: string) => `borgbackup-${instance}`;

interface Destination {
  readonly name: string;
  readonly repo: string;
  readonly rsh: string | null;
}
interface ClientSettings {
  readonly destinations: { readonly [name: string]: { readonly repo: string | null; readonly rsh: string | null } };
}
interface Servers {
  readonly [server: string]: { readonly settings: { readonly address: string | null; readonly directory: string } };
}

/** Where a client backs up to: all servers of the instance, and what its settings name besides or say otherwise. */
function destinationsOf(instance: string, client: string, servers: Servers, { destinations }: ClientSettings): readonly Destination[] {
  const names = [...new Set([...Object.keys(servers), ...Object.keys(destinations)])];
  return names.map((name) => {
    const server = servers[name]?.settings;
    const own = server && `borg@${server.address ?? name}:${repository(server.directory, instance, client)}`;
    const repo = destinations[name]?.repo ?? own;
    if (repo === undefined) throw new Error(`destination ${name} is no server of instance ${instance}, so it needs a repo`);
    return { name: `${instance}-${name}`, repo, rsh: destinations[name]?.rsh ?? null };
  });
}

/** What runs before each backup: the commands of everything on the machine that has state. */
const preBackup = (commands: string) => `failed=()
${commands}
if [[ \${#failed[@]} -gt 0 ]]; then
  echo "pre-backup commands failed: \${failed[*]}" >&2
  exit 1
fi
`;

const list = (jobs: string) => `for job in ${jobs}; do
  "borg-job-$job" list --json | jq --arg job "$job" '
    .repository.location as $repo | [ .archives[] | { name: "\\($job)::\\($repo)::\\(.name)" } ]
  '
done | jq --slurp 'add // []'
`;

const restore = `job=\${NAME%%::*}
archive=\${NAME##*::}
if ! command -v "borg-job-$job" > /dev/null; then
  echo "there is no backup job $job on this machine" >&2
  exit 1
fi
IFS=: read -ra folders <<< "\${FOLDERS-}"
# borg keeps paths without the slash that they begin with, and extracts below the current folder.
cd /
"borg-job-$job" extract "::$archive" "\${folders[@]#/}"
`;

export const borgbackup = defineService({
  manifest: { name: "borgbackup", description: "Backups with borg" },
  roles: {
    server: {
      description: "Keeps the backups of the clients",
      interface: {
        address: option(t.nullOr(t.str), { default: null, description: "Where clients reach it; if null, by the machine's name." }),
        directory: option(t.str, { default: "/var/lib/borgbackup", description: "Where the repositories are." }),
      },
      perInstance: ({ instanceName, settings, roles }) => ({
        nixosModule: nixos(({ config }) => {
          const keyOf = (client: string) => nix`lib.fileContents (
  ${config.clan.core.settings.directory}
  + ${`/vars/per-machine/${client}/${generator(instanceName)}/borgbackup.ssh.pub/value`}
)`;
          const repos = Object.keys(roles.client.machines).map((client) => [
            `${instanceName}-${client}`,
            {
              path: repository(settings.directory, instanceName, client),
              authorizedKeys: [keyOf(client)],
            },
          ]);
          return { services: { openssh: { enable: true }, borgbackup: { repos: Object.fromEntries(repos) as object } } };
        }),
      }),
    },
    client: {
      description: "Backs up what has state",
      interface: {
        destinations: option(
          t.attrsOf(
            t.submodule({
              repo: option(t.nullOr(t.str), { default: null, description: "The repository; of a server it is known." }),
              rsh: option(t.nullOr(t.str), { default: null, description: "The command instead of ssh." }),
            }),
          ),
          { description: "More places to back up to, or what is different about a server." },
        ),
        exclude: option(t.listOf(t.str), { example: ["*.pyc"], description: "What is left out." }),
        startAt: option(t.str, { default: "*-*-* 01:00:00", description: "When, as systemd writes it." }),
      },
      perInstance: ({ instanceName, machine, roles, settings }) => ({
        nixosModule: nixos(({ config, lib, pkgs }) => {
          const states = lib.attrValues(config.clan.core.state);
          const hasState = nix`${config.clan.core.state} != { }`;
          const secret = (file: string) => config.clan.core.vars.generators[generator(instanceName)].files[file].path as string;
          const ssh = `ssh -i ${secret("borgbackup.ssh")} -o StrictHostKeyChecking=accept-new -o IdentitiesOnly=yes`;
          const destinations = destinationsOf(instanceName, machine.name, roles.server.machines, settings);
          const commands = lib.concatMapStringsSep(
            "\n",
            (state: { readonly name: string; readonly preBackupCommand: string }) =>
              lib.optionalString(
                nix`${state.preBackupCommand} != null`,
                `/run/current-system/sw/bin/${state.preBackupCommand} || failed+=(${lib.escapeShellArg(state.name)})`,
              ),
            states,
          );
          const jobs = destinations.map(({ name, repo, rsh }) => [
            name,
            {
              paths: lib.unique(lib.concatMap((state: { readonly folders: unknown }) => state.folders, states)),
              exclude: settings.exclude,
              repo,
              environment: { BORG_RSH: rsh ?? ssh, BORG_RELOCATED_REPO_ACCESS_IS_OK: "yes" },
              compression: "auto,zstd",
              startAt: settings.startAt,
              persistentTimer: true,
              encryption: { mode: "repokey", passCommand: `cat ${secret("borgbackup.repokey")}` },
              prune: { keep: { within: "1d", daily: 7, weekly: 4, monthly: 0 } },
            },
          ]);
          // A backup sees the system read-only. What has to write something first runs before it, as root.
          const before = destinations.map(({ name }) => [
            `borgbackup-job-${name}`,
            { serviceConfig: { ExecStartPre: [`+${pkgs.writeShellScript(`borgbackup-job-${name}-pre-backup`, preBackup(commands))}`] } },
          ]);
          return {
            services: { borgbackup: { jobs: lib.mkIf(hasState, Object.fromEntries(jobs)) } },
            systemd: { services: lib.mkIf(hasState, Object.fromEntries(before)) },
            clan: {
              core: {
                vars: {
                  generators: {
                    [generator(instanceName)]: {
                      files: { "borgbackup.ssh": {}, "borgbackup.ssh.pub": { secret: false }, "borgbackup.repokey": {} },
                      runtimeInputs: [pkgs.coreutils, pkgs.openssh, pkgs.xkcdpass],
                      script: `ssh-keygen -t ed25519 -N "" -C "" -f "$out/borgbackup.ssh"
xkcdpass -n 6 -d - > "$out/borgbackup.repokey"
`,
                    },
                  },
                },
              },
            },
          };
        }),
      }),
    },
  },
  // The commands are there once, however many instances a client is in: they know the jobs of all of them.
  perMachine: ({ machine, instances }) => {
    const jobs = Object.entries(instances).flatMap(([instance, { roles }]) => {
      const client = roles.client.machines[machine.name];
      return client === undefined
        ? []
        : destinationsOf(instance, machine.name, roles.server.machines, client.settings).map(({ name }) => name);
    });
    if (jobs.length === 0) return {};
    return {
      nixosModule: nixos(({ config, lib, pkgs }) => {
        const hasState = nix`${config.clan.core.state} != { }`;
        const program = (name: string, text: string, ...runtimeInputs: readonly unknown[]) =>
          pkgs.writeShellApplication({ name: `borgbackup-${name}`, ...(runtimeInputs.length > 0 && { runtimeInputs }), text }) as unknown;
        const start = ["systemctl start", ...jobs.map((name) => `  borgbackup-job-${name}.service`)].join(" \\\n");
        return {
          environment: {
            systemPackages: lib.mkIf(hasState, [
              program("create", `${start}\n`, config.systemd.package),
              program("list", list(jobs.join(" ")), pkgs.jq),
              program("restore", restore),
            ]),
          },
          clan: {
            core: {
              backups: {
                providers: {
                  borgbackup: lib.mkIf(hasState, { create: "borgbackup-create", list: "borgbackup-list", restore: "borgbackup-restore" }),
                },
              },
            },
          },
        };
      }),
    };
  },
});
