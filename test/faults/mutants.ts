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
    'chmod "$2" "$1.new.$$" && sync "$1.new.$$" && mv',
    'chmod "$2" "$1.new.$$" && mv',
    "A to B",
    "lost",
    /^(sync|grep|sort|awk) /,
  ],
  [
    "managed files are renamed without a sync",
    "sync) try_etc / sync -f $etc_roots || : ;;",
    "sync) ;;",
    "B to A",
    "lost",
    /^rm -rf|^mv -f -t/,
  ],
  [
    "copies of the user's files are not synced",
    'cp -aT "$1" "$copy" && sync -f $state_dir && mv --backup',
    'cp -aT "$1" "$copy" && mv --backup',
    "A to B",
    "lost",
    /^(sync -f|mv --backup|rm -rf|mkdir -p|chmod)/,
  ],
  [
    "the earlier timer stops before the next one is armed",
    'systemd-run -q --collect --unit="$timer" --on-active',
    "systemctl stop 'troupe-rollback-*.timer' 2>/dev/null || :\n  systemd-run -q --collect --unit=\"$timer\" --on-active",
    "A to B",
    "kill",
    /^systemd-run .*rollback.*on-active=60/,
  ],
  [
    "a revert that is killed is not repeated",
    " -p Restart=on-failure -p RestartSec=5 ",
    " -p RestartSec=5 ",
    "A to B",
    "kill while going back",
    /./,
  ],
  [
    "no timer is armed before the switch",
    'arm_timer "$3" "$1" && $5 && write_pending',
    "$5 && write_pending",
    "A to B",
    "kill",
    /move ID/,
  ],
  [
    "the history is written before the switch is committed",
    '    remove_pending\n    write_history "$history$newline$(date +%s)$tab$1"',
    '    write_history "$history$newline$(date +%s)$tab$1"\n    remove_pending',
    "A to B",
    "power",
    /^rm -f .*pending/,
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
    'restore) prepare_etc "$b" cp -aT "$originals_dir/etc/$b" ;;',
    'restore) prepare_etc "$b" cp -aT "$originals_dir/etc/$b"; rm -rf "$originals_dir/etc/$b" ;;',
    "B to A",
    "power",
    /^(sync|mv|rm) /,
  ],
  [
    "an original is dropped instead of given back",
    'step("restores", "restore" OFS used_root(target) OFS target)\n  place(target)\n',
    "used_root(target)\n",
    "B to A",
    "kill",
    end,
  ],
  [
    "adopted files get no copy",
    'original) try_etc "$a" keep_copy "/etc/$a" "$originals_dir/etc/$a" || : ;;',
    "original) ;;",
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
    'settle() {\n  point_current "$2"\n',
    "settle() {\n",
    "A to B",
    "power",
    /^systemctl|chown/,
  ],
  [
    "the boot leaves the files of the new generation",
    'move_accounts "$@"\n  move_files "$@"\n  say moved',
    'move_accounts "$@"\n  say moved',
    "A to B",
    "power",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "the boot does not know a restart",
    'if [ -e $state_dir/pending ] && [ "$(pending boot)" != "$(boot_id)" ]; then',
    'if [ -e $state_dir/pending ] && [ "$(pending boot)" = "$(boot_id)" ]; then',
    "A to B",
    "power",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "the boot leaves the switch pending",
    "sync $state_dir || return 1\n  else\n    remove_pending\n",
    "sync $state_dir || return 1\n  else\n",
    "A to B",
    "power",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "the generator links the units of an unconfirmed generation",
    "tree=$state_dir/generations/$from",
    ":",
    "A to B",
    "power",
    /^systemctl (daemon-reload|restart)/,
  ],
  [
    "a revert is not reported",
    'say "$(now)" "$1" "$2" "$3" >$run_dir/reverted\n  write_file $state_dir/reverted 644 <$run_dir/reverted 2>/dev/null || :\n',
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
    'word, verdictNow, show("InvocationID")',
    'word, verdictNow == "bad" ? "good" : verdictNow, show("InvocationID")',
    "A to ill",
    "kill",
    end,
  ],
  [
    "managed files get no owner",
    'chown -h "$owner" -- "$@" && chmod "$mode" -- "$@"',
    'chmod "$mode" -- "$@"',
    "A to B",
    "kill",
    end,
  ],
  [
    "managed files get no mode",
    'chown -h "$owner" -- "$@" && chmod "$mode" -- "$@"',
    'chown -h "$owner" -- "$@"',
    "A to B",
    "kill",
    end,
  ],
  [
    "kernel parameters are not given back",
    'undo) write_parameter "$path" "$value" ||',
    "undo) : ||",
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
  [
    "changed units are not restarted",
    "restart) systemctl reset-failed -- $names 2>/dev/null || : ;;",
    "restart) continue ;;",
    "A to B",
    "kill",
    end,
  ],
  ["changed units are not reloaded", "reload) verb=reload-or-restart ;;", "reload) continue ;;", "A to B", "kill", end],
  ["memberships stay", "edit_database group '' vigr || return 0", ":", "B to A", "kill", end],
  [
    "the folder of the lock is open",
    'if [ "$(stat -c %a $run_dir)" != 700 ]; then\n',
    "chmod 755 $run_dir\n  if false; then\n",
    "A to B",
    "kill",
    end,
  ],
  [
    "the copies of the user's files are open",
    "chmod 700 $originals_dir $drifted_dir",
    "chmod 755 $originals_dir $drifted_dir",
    "A to B",
    "kill",
    end,
  ],
  [
    "the boot files stay after a first switch is reverted",
    'if [ "$3" = - ]; then clean_up; fi',
    ":",
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
    /daemon-reload|sysctl/,
  ],
  [
    "records are renamed without a sync",
    '>"$1.new.$$" && sync "$1.new.$$" && mv',
    '>"$1.new.$$" && mv',
    "A to B",
    "lost",
    /^sync /,
  ],
  [
    "a host name that was not taken over is removed",
    "elif grep -qsx absent $running_hostname; then rm",
    "else rm",
    "none to A",
    "kill",
    /accounts/,
  ],
  [
    "folders are made before they are on record",
    'folders)\n      try_etc / record_directories "$@" || :\n',
    "folders)\n      : ;\n",
    "A to B",
    "power",
    /^mv -f -t/,
  ],
  [
    "a switch is confirmed without the states of units",
    "[ $# != 0 ] && [ ! -s $run_dir/unit-states ]; then failed",
    "false; then failed",
    "A to B",
    "hang",
    /^systemctl show/,
  ],
  [
    "a reload that is not over counts as done",
    "[ $? -ge 124 ] && [ $verb = reload-or-restart ]",
    "false",
    "A to B",
    "hang",
    /^systemctl reload-or-restart/,
  ],
] as const satisfies readonly (readonly [string, string, string, ScenarioName, Kind, RegExp])[];

export const mutants: readonly Mutant[] = table.map(([name, text, replacement, scenario, kind, steps]) => ({
  name,
  text,
  replacement,
  scenario,
  kind,
  steps,
  isAfterFault: /^(the boot|the move back)/.test(name),
}));

/** Applies a mutant to the script. Undefined if its text does not occur exactly once. */
export function mutate(script: string, { text, replacement }: Mutant): string | undefined {
  const parts = script.split(unindented(text));
  return parts.length === 2 ? parts.join(unindented(replacement)) : undefined;
}

/** Removes the indentation, which the joined script does not have. */
const unindented = (text: string): string => text.replaceAll(/^ +/gm, "");
