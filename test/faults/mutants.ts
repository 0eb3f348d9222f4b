/**
 * Seeded faults of the agent script. Each is a replacement of text that occurs once in the joined script, with the cells
 * of the matrix that have to find it.
 */
import type { Kind } from "./cells.ts";
import type { ScenarioName } from "./scenario.ts";

export interface Mutant {
  readonly name: string;
  readonly text: string;
  readonly replacement: string;
  readonly scenario: ScenarioName;
  readonly kind: Kind;
  /** True if nothing runs the mutant before the fault. */
  readonly isAfterFault: boolean;
  /** Steps that come first; the others follow. */
  readonly steps: RegExp;
}

/** The last step: the switch has ended without a fault. */
const end = /^\(the end\)/;

const table = [
  [
    "files are renamed without a sync",
    ' && sync "$1.new.$$" && mv',
    " && mv",
    "A to B",
    "lost",
    /^sync \/var\/lib\/troupe$/,
  ],
  [
    "managed files are renamed without a sync",
    '&& chmod "$4" "$temporary" && sync "$temporary"; }',
    '&& chmod "$4" "$temporary"; }',
    "A to B",
    "lost",
    /./,
  ],
  [
    "copies of the user's files are not synced",
    'cp -aT "$1" "$2.new" && sync -f "${2%/*}" && mv',
    'cp -aT "$1" "$2.new" && mv',
    "A to B",
    "lost",
    /originals/,
  ],
  [
    "the earlier timer stops before the next one is armed",
    '  systemd-run -q --collect --unit="troupe-rollback',
    '  systemctl stop $armed\n  systemd-run -q --collect --unit="troupe-rollback',
    "A to B",
    "fail",
    /^systemd-run .*on-active/,
  ],
  ["a revert that is killed is not repeated", " -p Restart=on-failure", "", "A to B", "kill while going back", /./],
  [
    "no timer is armed before the switch",
    '  arm_timer $((2 * $3 + longest + $4)) "$1"\n',
    "",
    "A to B",
    "kill",
    /move ID/,
  ],
  [
    "the history is written before the switch is committed",
    "    remove_pending\n    { cat $state_dir/history",
    "    { cat $state_dir/history",
    "A to B",
    "power",
    end,
  ],
  [
    "the confirmation leaves the switch pending",
    "    sync -f $state_dir /etc\n    remove_pending\n",
    "    sync -f $state_dir /etc\n",
    "A to B",
    "kill",
    end,
  ],
  [
    "an original is deleted before its file is back",
    'cp -aT "$1" "$temporary" && sync',
    'cp -aT "$1" "$temporary" && rm -rf "$1" && sync',
    "B to A",
    "power",
    /restore|adopted|troupe-new/,
  ],
  [
    "an original is dropped instead of given back",
    'if exists "$originals_dir/etc/$2"; then restore_original "$2"; else\n',
    "if false; then :; else\n",
    "B to A",
    "kill",
    end,
  ],
  [
    "adopted files get no copy",
    'if exists "/etc/$target"; then keep_copy "/etc/$target" "$originals_dir/etc/$target"; fi',
    ":",
    "A to B",
    "kill",
    end,
  ],
  [
    "the move back ends at its first error",
    "TROUPE_GO_ON=1 UNIT_SECONDS=60",
    "UNIT_SECONDS=60",
    "A to ill",
    "full",
    /./,
  ],
  [
    "the boot keeps the new generation",
    '    point_current "$from"\n    move_accounts',
    "    move_accounts",
    "A to B",
    "power",
    /^systemctl|chown/,
  ],
  [
    "the boot leaves the files of the new generation",
    '    move_files "$(manifest_of "$to")"',
    '    : "$(manifest_of "$to")"',
    "A to B",
    "power",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "the boot does not know a restart",
    '&& [ "$(pending boot)" != "$(boot_id)" ]; then\n    from',
    '&& [ "$(pending boot)" = "$(boot_id)" ]; then\n    from',
    "A to B",
    "power",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "the boot leaves the switch pending",
    "    sync -f $state_dir\n    remove_pending\n  fi",
    "    sync -f $state_dir\n  fi",
    "A to B",
    "power",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "the generator links the units of an unconfirmed generation",
    "if [ -e $state_dir/pending ]; then\n  read -r boot",
    "if false; then\n  read -r boot",
    "A to B",
    "power",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "`current` is removed before it is renamed",
    '    ln -s "generations/$1" $state_dir/current.new.$$\n',
    '    rm -f $state_dir/current\n    ln -s "generations/$1" $state_dir/current.new.$$\n',
    "A to B",
    "power",
    /current\.new/,
  ],
  [
    "a revert is not reported",
    '  say "$(now)" "$1" "$2" "$3" | write_file $state_dir/reverted 644 || :\n',
    "",
    "A to ill",
    "kill",
    end,
  ],
  [
    "a move that fails counts as done",
    "if ! sh $state_dir/agent move",
    "if sh $state_dir/agent move",
    "A to B",
    "kill",
    end,
  ],
  [
    "units that are down count as well",
    'if [ -n "$bad" ]; then report_failed_units "$bad"; return 1; fi',
    "bad=",
    "A to ill",
    "kill",
    end,
  ],
  [
    "managed files get no owner",
    '"$temporary" && chown "$5:$6" "$temporary" && chmod',
    '"$temporary" && chmod',
    "A to B",
    "kill",
    end,
  ],
  ["managed files get no mode", ' && chmod "$4" "$temporary" && sync', " && sync", "A to B", "kill", end],
  [
    "kernel parameters are not given back",
    'lines "$key" $state_dir/sysctl >"$(sysctl_file "$key")" || :',
    ":",
    "A to B",
    "kill",
    end,
  ],
  ["removed units are not stopped", '  stop_units "$@"\n', "  stopped=\n", "A to B", "kill", end],
  [
    "systemd does not read the new units",
    '  move_files "$@"\n  systemctl daemon-reload\n',
    '  move_files "$@"\n',
    "A to B",
    "kill",
    end,
  ],
  ["changed units are not restarted", "  change_units restart $restart\n", "", "A to B", "kill", end],
  ["changed units are not reloaded", "  change_units reload-or-restart $reload\n", "", "A to B", "kill", end],
  ["memberships stay", "edit_database group '' vigr || return 0", ":", "B to A", "kill", end],
  [
    "the folder of the lock is open",
    '  mkdir -m 700 $run_dir 2>/dev/null || :\n  if [ "$(stat -c %a $run_dir)" != 700 ]; then\n    chmod 700 $run_dir',
    "  mkdir -m 755 $run_dir 2>/dev/null || :\n  if false; then\n    :",
    "A to B",
    "kill",
    end,
  ],
  [
    "the copies of the user's files are open",
    "  mkdir -m 700 $originals_dir $drifted_dir 2>/dev/null || :\n  chmod 700",
    "  mkdir -m 755 $originals_dir $drifted_dir 2>/dev/null || :\n  chmod 755",
    "A to B",
    "kill",
    end,
  ],
  [
    "the boot files stay after a first switch is reverted",
    '  if [ "$2" = - ]; then\n    remove_boot_files\n',
    '  if [ "$2" = - ]; then\n',
    "none to A",
    "kill",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "/etc/hosts is renamed without a sync",
    '    sync "$temporary" && mv -fT "$temporary" "$file"; }; then',
    '    mv -fT "$temporary" "$file"; }; then',
    "A to B",
    "lost",
    /./,
  ],
] as const satisfies readonly (readonly [string, string, string, ScenarioName, Kind, RegExp])[];

export const mutants: readonly Mutant[] = table.map(([name, text, replacement, scenario, kind, steps]) => ({
  name,
  text,
  replacement,
  scenario,
  kind,
  steps,
  isAfterFault: /^(the boot|the move back|a revert that is killed)/.test(name),
}));

/** Applies a mutant to the script. Undefined if its text does not occur exactly once. */
export function mutate(script: string, { text, replacement }: Mutant): string | undefined {
  const parts = script.split(unindented(text));
  return parts.length === 2 ? parts.join(unindented(replacement)) : undefined;
}

/** Removes the indentation, which the joined script does not have. */
const unindented = (text: string): string => text.replaceAll(/^ +/gm, "");
