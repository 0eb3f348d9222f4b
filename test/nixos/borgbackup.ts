/** The client of the borgbackup service in the third seed, as a module of NixOS. */
import { nixos, type NixosModule } from "@troupe/nixos";

interface State {
  readonly name: string;
  readonly folders: unknown;
  readonly preBackupCommand: unknown;
}

export const borgbackupClient = (instance: string, machine: string, servers: readonly string[]): NixosModule =>
  nixos(({ config, pkgs, lib }) => {
    const states = lib.attrValues(config.clan.core.state);
    const secrets = config.clan.core.vars.generators[`borgbackup-${instance}`].files;
    const preBackup = `declare -a failed

${lib.concatMapStringsSep(
  "\n",
  (state: State) =>
    lib.optionalString(
      lib.hasAttr("preBackupCommand", state),
      `echo "Running pre-backup command for ${state.name}"
/run/current-system/sw/bin/${state.preBackupCommand} || failed+=("${state.name}")`,
    ),
  states,
)}

if [[ \${#failed[@]} -gt 0 ]]; then
  echo "pre-backup commands failed: \${failed[*]}"
  exit 1
fi
`;
    const destinations = Object.fromEntries(
      servers.map((server) => [
        `${instance}-${server}`,
        { name: `${instance}-${server}`, repo: `borg@${server}:/var/lib/borgbackup/${machine}` },
      ]),
    );
    return {
      systemd: {
        services: lib["mapAttrs'"](
          (_: string, dest: { name: string }) =>
            lib.nameValuePair(`borgbackup-job-${dest.name}`, {
              serviceConfig: { ExecStartPre: [`+${pkgs.writeShellScript(`borgbackup-job-${dest.name}-pre-backup-commands`, preBackup)}`] },
            }),
          destinations,
        ),
      },
      services: {
        borgbackup: {
          jobs: lib.mapAttrs(
            (_: string, dest: { repo: string }) => ({
              paths: lib.unique(lib.flatten(lib.map((state: State) => state.folders, states))),
              repo: dest.repo,
              environment: { BORG_RSH: `ssh -i ${secrets["borgbackup.ssh"].path} -o StrictHostKeyChecking=no` },
              compression: "auto,zstd",
              encryption: { mode: "repokey", passCommand: `cat ${secrets["borgbackup.repokey"].path}` },
              prune: { keep: { within: "1d", daily: 7 } },
            }),
            destinations,
          ),
        },
      },
      environment: {
        systemPackages: [
          pkgs.writeShellApplication({
            name: "borgbackup-create",
            runtimeInputs: [config.systemd.package],
            text: lib.concatMapStringsSep(
              "\n",
              (dest: { name: string }) => `systemctl start borgbackup-job-${dest.name}`,
              lib.attrValues(destinations),
            ),
          }),
        ],
      },
    };
  });
