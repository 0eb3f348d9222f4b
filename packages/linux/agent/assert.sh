# The verb of troupe-assert.service: after other programs that write to the same places at boot, as cloud-init does.

# assert: brings the names, kernel parameters and firewall of the generation in effect back
assert() {
  set +e
  TROUPE_GO_ON=1
  lock 600
  in_effect=$(current)
  set -- "$(manifest_of "$in_effect")" "$generations_dir/$in_effect"
  if [ "$in_effect" = - ]; then return 0; fi
  report_hosts_drift "$@"
  report_sysctl_drift "$@"
  report_firewall_drift "$@"
  set -- "$@" "$@"
  move_hostname "$@"
  move_hosts "$@"
  move_sysctl "$@"
  move_firewall "$@"
}
