# Health after a switch: units that settle, and health checks.

# settle_units SECONDS: waits until the touched units are up, with the same processes half a second later; else reports
# them
settle_units() {
  touched=$(cat $run_dir/touched 2>/dev/null || :)
  if [ -z "$touched" ]; then return 0; fi
  deadline=$(($(now) + $1)) previous=''
  while :; do
    states=$(unit_states $touched)
    verdicts=$(printf '%s\n' "$states" | while read -r id load active sub result type condition invocation; do
      say "$id" "$(verdict "$load" "$active" "$sub" "$result" "$type" "$condition")" "$active/$sub" "$result"
    done)
    bad=$(printf '%s\n' "$verdicts" | sed -n "/^[^$tab]*${tab}bad$tab/p")
    busy=$(printf '%s\n' "$verdicts" | sed -n "/^[^$tab]*${tab}busy$tab/p")
    if [ -z "$bad$busy" ] && [ "$states" = "$previous" ]; then return 0; fi
    if [ -n "$bad" ]; then report_failed_units "$bad"; return 1; fi
    if [ "$(now)" -ge "$deadline" ]; then report_failed_units "${busy:-$verdicts}"; return 1; fi
    previous=$states
    sleep 0.5
  done
}
# run_health_checks MANIFEST TREE: succeeds if each check succeeds before its time is over
run_health_checks() {
  begin=$(now)
  health_lines "$1" | while read_health; do
    say phase health "$name"
    until timeout -k 2 10 "$2/$path" >$run_dir/health.log 2>&1 </dev/null 9>&-; do
      if [ "$(now)" -ge $((begin + timeout_seconds)) ]; then
        say failed health "$name" "$timeout_seconds" "${description:--}"
        tail -n 20 $run_dir/health.log | prefixed "log${tab}$name"
        exit 1
      fi
      sleep 0.2
    done
  done
}
