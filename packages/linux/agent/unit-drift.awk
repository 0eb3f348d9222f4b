# For a probe: reads the manifest in effect and the states of its units. Prints "unit …" for units that are not up, and
# "drift unit NAME HOW PATH" for units whose definition differs from the manifest.

BEGIN { FS = OFS = "\t" }
function state(all, i, names, found) {
  names = split(value["Names"], all, " ")
  for (i = 1; i <= names; i++) if (all[i] in units || all[i] in masks) { unit(all[i]); found = 1 }
  if (!found && value["Id"] ~ /@[^.]/) unit(value["Id"])
}
function unit(name, how, i) {
  if (name in seen) return
  seen[name]
  how = definition(name)
  if (how != "") print "drift", "unit", name, how, definedBy == "" ? "-" : definedBy
  for (i = foreign_drop_ins(name); i > 0; i--) print "drift", "unit", name, "drop-in", dropIns[i]
  if (how == "" && name in units && value["NeedDaemonReload"] == "yes") print "drift", "unit", name, "stale", "-"
  if (how == "" && name in whole && value["LoadState"] == "not-found" && start[name] != "start") print "drift", "unit", name, "missing", "-"
  if (start[name] == "start" && how != "masked" && (verdict() == "bad" || value["SubState"] == "auto-restart"))
    print "unit", value["Id"], show("LoadState"), show("ActiveState"), show("SubState"), show("Result")
}
function finish() {}
