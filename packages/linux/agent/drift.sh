# Drift: what is in effect on the machine and differs from the generation.

# report_drift MANIFEST TREE: asks each area. An area prints "drift KIND NAME HOW [MORE]"; platforms/linux/compare/drift.ts
# has a record for each KIND.
report_drift() {
  report_files_drift "$@"
  report_hosts_drift "$@"
  report_sysctl_drift "$@"
  report_tmpfiles_drift "$@"
  report_firewall_drift "$@"
  report_accounts_drift "$@"
  report_units_drift "$@"
  report_packages_drift "$@"
  report_boot_drift "$@"
}
