# At a boot that reverted a switch, and where files of a revert come back later: reads the steps (input=steps), and the states of units before the files went back
# (kind=before) and after it (kind=now). Prints "try-restart NAME" for units that run another definition, and "start NAME"
# for units that are wanted or enabled and do not run.

BEGIN { FS = OFS = "\t" }
input == "steps" { if ($1 == "start") wanted[$2]; if ($1 == "start-if-enabled") ownLinks[$2]; next }
function state(name, definition) {
  name = value["Id"]
  definition = value["LoadState"] " " value["FragmentPath"]
  if (kind == "before") { before[name] = definition; return }
  if (name in before && before[name] == definition) return
  if (value["ActiveState"] == "active") print "try-restart", name
  else if (value["LoadState"] == "loaded" && (name in wanted || name in ownLinks && value["UnitFileState"] ~ /^enabled/)) print "start", name
}
function finish() {}
