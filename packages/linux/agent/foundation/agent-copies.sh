# Copies of this script: /run/troupe/agent for later requests, which name its digest, and /var/lib/troupe/agent for the
# timer and the boot unit.

# keep_agent: keeps a script that arrived with the request. A machine that cannot keep it gets it with each request.
keep_agent() {
  if [ -z "${TROUPE:-}" ]; then return 0; fi
  { make_run_dir && printf '%s\n' "$TROUPE" | write_file $run_dir/agent 700; } 2>/dev/null || :
}
# install_agent: writes this script to /var/lib/troupe/agent
install_agent() {
  if [ ! -d $generations_dir ]; then mkdir -p $generations_dir; fi
  make_run_dir
  if [ -n "${TROUPE:-}" ]; then printf '%s\n' "$TROUPE" | write_file $state_dir/agent 700
  elif [ "$0" = $run_dir/agent ] && ! cmp -s "$0" $state_dir/agent; then write_file $state_dir/agent 700 <"$0"; fi
}
