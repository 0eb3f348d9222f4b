# Sets of lines.

# lines WORD FILE: prints the lines that begin with WORD, without it
lines() { sed -n "s/^$1$tab//p" "$2"; }
# has_line TEXT LINE
has_line() { case "$newline$1$newline" in *"$newline$2$newline"*) return 0 ;; esac; return 1; }
# difference TEXT OTHER: prints the lines of TEXT that are not in OTHER
difference() { { printf '%s\n' "$1" | sort -u; printf '%s\n' "$2" | sort -u | sed p; } | sort | uniq -u | sed '/^$/d'; }
