#!/bin/sh
# `systemd-sysctl` of the simulated machine, whose kernel parameters are files.
for file in "$@"; do
  if [ ! -e "$file" ]; then continue; fi
  while IFS='=' read -r key value; do
    key=${key#-}
    key=${key%% *}
    case $key in '' | '#'* | ';'*) continue ;; esac
    case $key in */*) ;; *) key=$(echo "$key" | /usr/bin/tr . /) ;; esac
    if [ -e "/proc/sys/$key" ]; then echo "${value# }" >"/proc/sys/$key"; fi
  done <"$file"
done
