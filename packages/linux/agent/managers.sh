# Programs of the machine that write what a generation may declare, too.

# report_managers: prints "manager NAME" for each, and "cloud-init LINE" for lines of its configuration
report_managers() {
  for manager in docker:/usr/bin/dockerd resolvconf:/sbin/resolvconf NetworkManager:/usr/sbin/NetworkManager \
    nftables:/etc/systemd/system/sysinit.target.wants/nftables.service; do
    if exists "${manager#*:}"; then say manager "${manager%%:*}"; fi
  done
  if [ -d /etc/cloud ]; then
    # Later files win.
    set +f
    grep -hsE '^(manage_etc_hosts|preserve_hostname):' /etc/cloud/cloud.cfg /etc/cloud/cloud.cfg.d/*.cfg \
      /var/lib/cloud/instance/cloud-config.txt | prefixed cloud-init
    set -f
  fi
}
