/** Groups of every Debian system, in which users may be without a declaration of the group. */

/** The groups of base-passwd, systemd, udev, dbus, cron, netbase and OpenSSH. */
export const debianGroups: readonly string[] = (
  "root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo audio dip www-data backup " +
  "operator list irc src shadow utmp video sasl plugdev staff games users nogroup " +
  "crontab input kvm messagebus netdev render sgx ssh _ssh " +
  "systemd-journal systemd-network systemd-resolve systemd-timesync"
).split(" ");
