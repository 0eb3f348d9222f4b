#!/bin/sh
# `systemd-tmpfiles` of the simulated machine: directories only.
for file in "$@"; do
  if [ ! -f "$file" ]; then continue; fi
  while read -r type path mode user group _; do
    if [ "$type" = d ] && [ ! -d "$path" ]; then /usr/bin/install -d -m "$mode" -o "${user:-root}" -g "${group:-root}" "$path"; fi
  done <"$file"
done
