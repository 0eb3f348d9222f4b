# Sets of lines.

# lines WORD FILE: prints the lines that begin with WORD, without it
lines() { sed -n "s/^$1$tab//p" "$2"; }
# has_line TEXT LINE
has_line() { case "$newline$1$newline" in *"$newline$2$newline"*) return 0 ;; esac; return 1; }
# difference TEXT OTHER: prints the lines of TEXT that are not in OTHER
difference() {
  IFS=$newline
  for line in $1; do if ! has_line "$2" "$line"; then printf '%s\n' "$line"; fi; done
  IFS=$tab$newline
}
