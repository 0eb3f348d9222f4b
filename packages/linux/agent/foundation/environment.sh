# shellcheck shell=sh
# The environment of every verb: shell options, locale, paths. The script needs POSIX sh, coreutils and systemd.
# `agentCommand` sends the script with every request; the copy in /var/lib/troupe/agent serves the timer and the boot
# unit.
#
# IFS is tab and newline, and globbing is off, so unquoted expansions split text into lines on purpose.
# shellcheck disable=SC2046,SC2086
# A loop over lines runs in the subshell of its pipeline. The functions that it calls read its variables there.
# shellcheck disable=SC2030,SC2031
# `test` of dash, busybox and bash compares files with -ef.
# shellcheck disable=SC3013
set -euf
if [ -n "${TROUPE_GO_ON:-}" ]; then set +e; fi
export LC_ALL=C PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
umask 022
tab='	'
newline='
'
IFS=$tab$newline
state_dir=/var/lib/troupe
generations_dir=$state_dir/generations
run_dir=/run/troupe
