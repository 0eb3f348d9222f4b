#!/bin/sh
# Stands before a program of a host, in /usr/local/sbin, where the agent script looks first. It counts the commands, and
# brings a fault to one of them: `armed` in a folder for faults has the number of that command, the fault, and a mark for
# the line on the console. A fault at the boot after a power cut waits on the disk.
program=${0##*/}
for folder in /usr/sbin /usr/bin; do if [ -x "$folder/$program" ]; then break; fi; done
for control in /run/faults /root/faults; do
  if [ -e $control/armed ] && read -r wanted fault mark <$control/armed; then
    # Commands of a pipeline run side by side: an appended dot is never lost.
    printf . >>/run/faults-steps
    read -r dots </run/faults-steps || :
    if [ ${#dots} -ge "$wanted" ] && /usr/bin/mv $control/armed $control/met; then
      /usr/bin/rm -f $control/met /run/faults-steps
      /usr/bin/sync /root /root/faults
      pending=settled
      if [ -e /var/lib/troupe/pending ]; then pending=pending; fi
      first="$program $*"
      case $fault in
        full) /usr/bin/head -c 1G /dev/zero >/var/full 2>/dev/null || : ;;
        kill)
          # The agent is the chain of shells up to systemd or sshd.
          process=$PPID
          chain=
          while read -r name <"/proc/$process/comm" && { [ "$name" = sh ] || [ "$name" = timeout ] || [ "$name" = flock ]; }; do
            chain="$chain $process"
            process=$(/usr/bin/sed -n 's/^PPid:[^0-9]*//p' "/proc/$process/status")
          done
          ;;
      esac
      if [ "$fault" = hold ]; then
        /usr/bin/mkdir -p /run/faults
        echo held >/run/faults/held
      fi
      printf 'fault %s: %s %s %.200s\n' "$mark" "$pending" "$wanted" "${first%%"
"*}" >/dev/console
      # shellcheck disable=SC2086 # numbers of processes
      if [ "$fault" = kill ]; then kill -9 $chain; fi
      while [ -e /run/faults/held ]; do /usr/bin/sleep 0.1; done
    fi
    break
  fi
done
exec "$folder/$program" "$@"
