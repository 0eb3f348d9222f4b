# Reads the output of `systemctl show`, which follows the assignment input=states. For each unit, `value` has its
# properties, and the program that is joined to this text has the functions state() and finish().

# verdict(): good, busy or bad
function verdict(active) {
  active = value["ActiveState"]
  if (active == "active" || active == "reloading" || active == "refreshing") return "good"
  if (active == "activating" || active == "deactivating" || active == "maintenance") return "busy"
  if (active == "inactive" && value["LoadState"] == "loaded" && (skipped() || ended())) return "good"
  return "bad"
}
# runs(): true for a unit that is up. A oneshot unit that is just running its commands is not: it ends by itself.
function runs() {
  return value["ActiveState"] ~ /^(active|reloading|refreshing|activating)$/ && !(value["Type"] == "oneshot" && value["ActiveState"] == "activating")
}
# skipped(): true for a unit whose conditions were not met
function skipped() { return value["ConditionResult"] == "no" && value["ConditionTimestampMonotonic"] != 0 }
# ended(): true for a oneshot unit that ended well and need not stay active
function ended() { return value["Type"] == "oneshot" && value["Result"] == "success" && value["RemainAfterExit"] != "yes" }
function show(property) { return value[property] == "" ? "-" : value[property] }
function next_unit() { if ("Id" in value) state(); split("", value) }
input == "states" && $0 == "" { next_unit(); next }
input == "states" { at = index($0, "="); value[substr($0, 1, at - 1)] = substr($0, at + 1); next }
END { next_unit(); finish() }
