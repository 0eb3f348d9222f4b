# The verb `confirm`: makes a switch permanent over a fresh connection.

# confirm ID
confirm() {
  require_system
  lock
  complete_history
  if [ -e $state_dir/pending ] && [ "$(pending to)" = "$1" ]; then
    if is_broken; then
      unlock
      revert_broken "$1"
    fi
    if [ "$(pending state)" != confirm ]; then end busy switching 2 "$(pending by)"; fi
    verdicts=$(unit_verdicts)
    case $verdicts in
      *"${tab}bad$tab"* | *"/auto-restart$tab"*)
        JOURNAL_SINCE=$(($(pending asked) - 60))
        unhealthy=$(with_verdict bad "$verdicts")
        report_unit_failures "${unhealthy:-$(with_verdict busy "$verdicts")}"
        unlock
        run_in_unit revert revert "$1" "it was not healthy" once
        if [ "$(pending to)" = "$1" ]; then end busy switching 2 -; fi
        end reverted
        ;;
    esac
    sync -f $state_dir /etc
    remove_pending
    # The switch is committed. After a power cut here, `complete_history` writes the line.
    # shellcheck disable=SC2094 # write_file renames, so cat reads the old file to its end
    { cat $state_dir/history 2>/dev/null || :; say "$(now)" "$1"; } | tail -n 100 | write_file $state_dir/history 644
    disarm_timer
    forget_reverted
    prune_generations
    end confirmed
  fi
  if [ ! -e $state_dir/pending ] && [ "$(current)" = "$1" ]; then end confirmed; fi
  report_state
  end reverted
}
# prune_generations: keeps the five generations that were confirmed last, and those that were staged within the last
# hour. It renames the others before it removes them, so that a power cut leaves no generation that lacks files.
prune_generations() {
  confirmed=$(cut -f2 $state_dir/history | tac)
  kept=$(printf '%s\n' "$confirmed" | { seen=; while read -r id; do if ! has_line "$seen" "$id"; then seen=$seen$newline$id; say "$id"; fi; done; } | head -n 5)
  unfinished=$(lines to $state_dir/unfinished 2>/dev/null) || :
  find $generations_dir -mindepth 1 -maxdepth 1 -type d ! -name '.*' | while read -r tree; do
    id=${tree##*/}
    if has_line "$kept" "$id" || [ "$id" = "$unfinished" ]; then continue; fi
    if has_line "$confirmed" "$id" || [ -n "$(find "$tree" -maxdepth 0 -mmin +60)" ]; then mv -T "$tree" "$generations_dir/.pruned.$id"; fi
  done
  sync $generations_dir
  remove_leftovers
}
