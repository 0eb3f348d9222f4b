# Failures of single items of a move.

# failed AREA ITEM REASON: reports an item that did not reach its state and was left as it is. A move forward ends with
# the first failure, whose text is the cause of the revert; a move back goes on with the next item.
failed() {
  if [ -n "${TROUPE_GO_ON:-}" ]; then say left "$1" "$2" "$3"; return 0; fi
  echo "$1 $2: $3" >&2
  exit 1
}
# last_words FILE: prints the last line of a file, without tabs
last_words() { tail -n 1 "$1" 2>/dev/null | tr "$tab" ' '; }
