# The reply: lines of tab-separated fields, the last of which begins with "end" (`parseReply` reads them).

# say FIELD...: prints one line
say() { printf '%s\n' "$*"; }
# end FIELD...: prints the last line of the reply and exits
end() { say end "$@"; exit 0; }
# prefixed WORD: prints the lines of stdin with WORD as their first field
prefixed() { sed "s/^/$1$tab/"; }

now() { date +%s; }
boot_id() { cat /proc/sys/kernel/random/boot_id; }
