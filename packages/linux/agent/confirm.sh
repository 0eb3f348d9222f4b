# The verb `confirm`: makes a switch permanent over a fresh connection.

# confirm ID
confirm() {
  require_system
  lock
  complete_history
  read_pending
  if [ "$pending_to" = "$1" ]; then
    if is_broken; then
      unlock
      revert_broken "$1"
    fi
    if [ "$pending_state" != confirm ]; then end busy switching 2 "$pending_by"; fi
    read_verdicts
    case $verdicts in
      *"${tab}bad$tab"* | *"/auto-restart$tab"*)
        JOURNAL_SINCE=$((-60 + pending_asked))
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
    write_history "$history$newline$(date +%s)$tab$1"
    if [ "$1" = - ]; then
      remove_boot_files
      systemctl daemon-reload || :
    fi
    disarm_timer
    forget_reverted
    prune_generations
    end confirmed
  fi
  if [ -z "$pending_to" ] && [ "$current" = "$1" ]; then end confirmed; fi
  report_state
  end reverted
}
# prune_generations: keeps the five generations that were confirmed last, and those that were staged within the last
# hour. It renames the others before it removes them, so that a power cut leaves no generation that lacks files.
prune_generations() {
  confirmed='' kept='' count=0 remaining=$history
  while [ -n "$remaining" ]; do
    id=${remaining##*"$tab"}
    if ! has_line "$confirmed" "$id"; then
      confirmed=$confirmed$newline$id count=$((count + 1))
      if [ $count -le 5 ]; then kept=$kept$newline$id; fi
    fi
    case $remaining in *"$newline"*) remaining=${remaining%"$newline"*} ;; *) remaining='' ;; esac
  done
  unfinished='' pruned=''
  if [ -e $state_dir/unfinished ]; then unfinished=$(lines to $state_dir/unfinished); fi
  set +f
  for tree in "$generations_dir"/*/; do
    tree=${tree%/}
    id=${tree##*/}
    if [ ! -d "$tree" ] || has_line "$kept" "$id" || [ "$id" = "$unfinished" ]; then continue; fi
    if has_line "$confirmed" "$id" || [ -n "$(find "$tree" -maxdepth 0 -mmin +60)" ]; then
      mv -T "$tree" "$generations_dir/.pruned.$id"
      pruned=1
    fi
  done
  set -f
  if [ -n "$pruned" ]; then sync $generations_dir; fi
  remove_leftovers
}
