# Verbs that run in a transient unit, which the end of the session cannot kill.

# run_in_unit NAME VERB ARGUMENT...: runs the verb in troupe-NAME.service and prints the lines that it writes to
# /run/troupe/NAME, until its process has ended. Fails if the unit cannot start. systemd-run uses the private socket of
# systemd unless it has to wait, so machines without dbus can run units.
run_in_unit() {
  unit=$1
  shift
  : >"$run_dir/$unit"
  # A unit of this name that has just ended may not be unloaded yet.
  attempts=0
  until systemd-run -q --collect --unit="troupe-$unit" -p TimeoutStopSec=10 sh $state_dir/agent "$@" 2>$run_dir/start 9>&-; do
    attempts=$((attempts + 1))
    if [ $attempts -ge 5 ]; then return 1; fi
    sleep 0.5
  done
  process=$(timeout -k 5 60 systemctl show -p MainPID "troupe-$unit.service" 2>/dev/null) || :
  process=${process#MainPID=}
  case $process in
    '' | 0) cat "$run_dir/$unit" ;;
    *) tail -n +1 -f -s 0.1 --pid="$process" "$run_dir/$unit" 2>/dev/null || : ;;
  esac
}
