# Verbs that run in a transient unit, which the end of the session cannot kill.

# run_in_unit NAME VERB ARGUMENT...: runs the verb in troupe-NAME.service and prints the lines that it writes to
# /run/troupe/NAME
run_in_unit() {
  unit=$1
  shift
  rm -f "$run_dir/$unit"
  : >"$run_dir/$unit"
  systemd-run -q --wait --collect --unit="troupe-$unit" sh $state_dir/agent "$@" 9>&- &
  tail -n +1 -f -s 0.1 --pid=$! "$run_dir/$unit" 2>/dev/null || :
  wait $! || :
}

# install_agent: writes this script to /var/lib/troupe/agent
install_agent() {
  mkdir -p $generations_dir
  make_run_dir
  if [ -n "${TROUPE:-}" ]; then printf '%s\n' "$TROUPE" | write_file $state_dir/agent 700; fi
}
