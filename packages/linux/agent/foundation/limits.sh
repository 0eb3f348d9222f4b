# Time limits: no command that hangs can stop a verb for ever.

# systemctl ARGUMENT...: with a limit, because a hung systemd must stop no revert
systemctl() { timeout -k 5 "${SYSTEMCTL_SECONDS:-60}" systemctl "$@"; }
# hostnamectl ARGUMENT...: with a limit, because it waits for dbus
hostnamectl() { timeout -k 5 30 hostnamectl "$@"; }
