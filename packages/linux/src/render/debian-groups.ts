/** Groups that every Debian system has, so that users may be in them without their being declared. */

/** Those of base-passwd, and those that systemd, udev, dbus, cron, netbase and OpenSSH make. */
export const debianGroups: readonly string[] = (
  "root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo audio dip www-data backup " +
  "operator list irc src shadow utmp video sasl plugdev staff games users nogroup " +
  "crontab input kvm messagebus netdev render sgx ssh _ssh " +
  "systemd-journal systemd-network systemd-resolve systemd-timesync"
).split(" ");
