# Failures of single items of a move.

# failed AREA ITEM REASON: reports an item that did not reach its state and was left as it is. A move forward ends with
# the first failure; a move back goes on with the next item.
failed() {
  say left "$1" "$2" "$3"
  if [ -z "${TROUPE_GO_ON:-}" ]; then exit 1; fi
}
