#!/bin/sh
# Stands before a program of the simulated machine. It records each command as a step, or brings a fault to one command.
program=${0##*/}
for folder in /usr/local/bin /usr/sbin /usr/bin; do if [ -x "$folder/$program" ]; then break; fi; done
faults=/mnt/faults
if [ -e $faults/record ]; then
  first="$program $*"
  printf '%.2000s\n' "${first%%"
"*}" >$faults/asked
  # The answer is one empty line for each line that was asked.
  read -r _ <$faults/answered
elif [ -e $faults/pattern ]; then
  read -r pattern <$faults/pattern
  read -r occurrence fault <$faults/fault
  first="$program $*"
  first=${first%%"
"*}
  first=${first% }
  # shellcheck disable=SC2254 # the pattern is a pattern
  case $first in
    $pattern)
      read -r hits <$faults/hits
      hits=$((hits + 1))
      echo $hits >$faults/hits
      if [ $hits = "$occurrence" ]; then
        case $fault in
          fail) echo "$program: No space left on device" >&2; exit 1 ;;
          kill) kill -9 $$ ;;
          full) /usr/bin/head -c 64M /dev/zero >/mnt/disk/full 2>/dev/null || : ;;
          hang)
            # Lets the time of the nearest `timeout` pass.
            limit=$PPID
            while [ "$limit" -gt 1 ]; do
              read -r name <"/proc/$limit/comm"
              if [ "$name" = timeout ]; then break; fi
              read -r _ _ _ limit _ <"/proc/$limit/stat"
            done
            if [ "$limit" -gt 1 ]; then
              echo limited >$faults/hung
              (/usr/bin/sleep 0.1; kill -s ALRM "$limit") &
            else echo 'for ever' >$faults/hung; fi
            exec /usr/bin/sleep 600 ;;
        esac
      fi ;;
  esac
fi
exec "$folder/$program" "$@"
