# The reply: lines of tab-separated fields, the last of which begins with "end" (`parseReply` reads them).

# say FIELD...: prints one line
say() { printf '%s\n' "$*"; }
# end FIELD...: prints the last line of the reply and exits
end() { say end "$@"; exit 0; }
# prefixed WORD: prints the lines of stdin with WORD as their first field
prefixed() { sed "s/^/$1$tab/"; }
# say_lines WORD TEXT: prints the lines of TEXT that are not empty with WORD as their first field
say_lines() {
  IFS=$newline
  for line in $2; do printf '%s\n' "$1$tab$line"; done
  IFS=$tab$newline
}

now() { date +%s; }
boot_id() { cat /proc/sys/kernel/random/boot_id; }
