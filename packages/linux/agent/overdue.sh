# Timers that run their units as soon as they start.

# report_overdue NAME EVENT: prints "overdue NAME" if the timer missed the event of a calendar since its last run.
# systemd keeps the time of the last run of a timer with Persistent=true.
report_overdue() {
  stamp=/var/lib/systemd/timers/stamp-$1
  if [ ! -e "$stamp" ] || ! command -v systemd-analyze >/dev/null; then return 0; fi
  next=$(timeout -k 5 20 systemd-analyze calendar --base-time="@$(stat -c %Y "$stamp")" -- "$2" 2>/dev/null) || return 0
  case $next in *' ago'*) say overdue "$1" ;; esac
}
