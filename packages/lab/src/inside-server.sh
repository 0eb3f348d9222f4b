#!/bin/sh
# Runs the commands of inside-client.ts in a virtual machine: inside-server.sh PORT. A request is a line with an id, a
# command and its input, and the answer is a line with the id, the status, the output and the errors, in base64.
port=$1
answers=/run/troupe-lab-inside
mkdir -p "$answers"

text() {
  encoded=$(base64 -w 0 "$1")
  echo "${encoded:--}"
}

run() {
  folder=$answers/$1
  mkdir -p "$folder" || return
  if [ "$3" = - ]; then : >"$folder/input"; else echo "$3" | base64 -d >"$folder/input"; fi
  echo "$2" | base64 -d >"$folder/command"
  (cd / && exec sh "$folder/command" <"$folder/input" >"$folder/output" 2>"$folder/errors" 3>&-)
  status=$?
  printf '%s %s %s %s\n' "$1" "$status" "$(text "$folder/output")" "$(text "$folder/errors")" >"$folder/answer"
  # Answers of several commands do not mix.
  flock "$answers/lock" cat "$folder/answer" >&3
  rm -r "$folder"
}

# The port stays open, because a request that arrives while it is being closed is lost.
until [ -e "$port" ]; do sleep 1; done
exec 3<>"$port"
while :; do
  while read -r id command input <&3; do
    [ -z "$input" ] || run "$id" "$command" "$input" &
  done
  # A read ends at once while no client is connected.
  sleep 1
done
