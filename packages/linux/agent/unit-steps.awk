# Decides from two manifests which steps units need. The manifests follow the assignments input=from and input=to.
# Prints STEP NAME: stop, new, restart, try-restart, reload, try-reload, start, or start-if-enabled. A new unit that must be up
# gets "new" and "restart", because a unit of its name may be running. "look NAME" names each unit whose state matters.

BEGIN { FS = OFS = "\t"; empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" }
$1 == "unit" && input == "from" { old[$2] = $3; oldChange[$2] = $4; oldNames[++oldCount] = $2 }
$1 == "unit" && input == "to" { hash[$2] = $3; change[$2] = $4; start[$2] = $5; names[++count] = $2 }
# An empty file below units/ masks a unit, if the manifest has no unit of that name.
$1 == "file" && $2 == empty && $4 ~ /^units\/[^\/]+$/ {
  if (input == "from") oldEmpty[oldEmptyNames[++oldEmptyCount] = substr($4, 7)]
  else if (input == "to") newEmpty[newEmptyNames[++newEmptyCount] = substr($4, 7)]
}
function text(hash) { sub(/\+.*/, "", hash); return hash }
function look(name) {
  if (name ~ /@\.[a-z]+$/) sub(/@/, "@*", name)
  if (!(name in looked)) print "look", name
  looked[name]
}
function step(name, isNew, action) {
  isNew = !(name in old)
  if (isNew && start[name] == "start") print "new", name
  if (!isNew && old[name] == hash[name] || change[name] == "next-run") return
  action = !isNew && text(old[name]) == text(hash[name]) ? "reload" : change[name]
  if (action == "keep") return
  if (start[name] != "start") print "try-" action, name
  else print isNew ? "restart" : action, name
}
function masked(name, empties, units) { return name in empties && !(name in units) }
END {
  for (i = 1; i <= oldCount; i++) {
    name = oldNames[i]
    look(name)
    if (name in hash) continue
    if (oldChange[name] != "next-run") print "stop", name
    if (!(name in newEmpty)) print "start-if-enabled", name
  }
  for (i = 1; i <= newEmptyCount; i++) {
    name = newEmptyNames[i]
    look(name)
    if (masked(name, newEmpty, hash) && !masked(name, oldEmpty, old) && !(name in old)) print "stop", name
  }
  for (i = 1; i <= oldEmptyCount; i++) {
    name = oldEmptyNames[i]
    look(name)
    if (masked(name, oldEmpty, old) && !(name in newEmpty) && !(name in hash)) print "start-if-enabled", name
  }
  for (i = 1; i <= count; i++) {
    name = names[i]
    look(name)
    if (name ~ /\.socket$/) { service = name; sub(/socket$/, "service", service); look(service) }
    step(name)
    if (start[name] == "start") print "start", name
  }
}
