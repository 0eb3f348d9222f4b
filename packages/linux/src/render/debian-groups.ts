/** Accounts of every Debian system. */

/**
 * The groups in which users may be without a declaration of the group: those of base-passwd, systemd, udev, dbus, cron,
 * netbase and OpenSSH.
 */
export const debianGroups: readonly string[] = (
  "root daemon bin sys adm tty disk lp mail news uucp man proxy kmem dialout fax voice cdrom floppy tape sudo audio dip www-data backup " +
  "operator list irc src shadow utmp video sasl plugdev staff games users nogroup " +
  "crontab input kvm messagebus netdev render sgx ssh _ssh " +
  "systemd-journal systemd-network systemd-resolve systemd-timesync"
).split(" ");

const numbered = (accounts: string): ReadonlyMap<number, string> =>
  new Map(accounts.split(" ").map((account) => [Number(account.split(":")[1]), account.split(":")[0]!]));

/** Number -> name of the users of base-passwd. */
export const debianUids = numbered(
  "root:0 daemon:1 bin:2 sys:3 sync:4 games:5 man:6 lp:7 mail:8 news:9 uucp:10 proxy:13 www-data:33 backup:34 list:38 irc:39 nobody:65534",
);

/** Number -> name of the groups of base-passwd. */
export const debianGids = numbered(
  "root:0 daemon:1 bin:2 sys:3 adm:4 tty:5 disk:6 lp:7 mail:8 news:9 uucp:10 man:12 proxy:13 kmem:15 dialout:20 fax:21 voice:22 " +
    "cdrom:24 floppy:25 tape:26 sudo:27 audio:29 dip:30 www-data:33 backup:34 operator:37 list:38 irc:39 src:40 shadow:42 utmp:43 " +
    "video:44 sasl:45 plugdev:46 staff:50 games:60 users:100 nogroup:65534",
);
