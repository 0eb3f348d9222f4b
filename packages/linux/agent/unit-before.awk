# Before a switch: reads the steps (input=steps), the manifest in effect, and the states of units. Prints what ran
# before ("record …"), what to stop, and files that shadow declared units ("shadow NAME HOW PATH").

BEGIN { FS = OFS = "\t" }
input == "steps" { if ($1 == "stop") stops[$2]; if ($1 == "look") looked[$2]; next }
function state(all, i, names) {
  names = split(value["Names"], all, " ")
  for (i = 1; i <= names; i++) if (all[i] in looked) unit(all[i])
  if (value["Id"] ~ /@[^.]/) unit(value["Id"])
}
function template(name) { sub(/@.*\./, "@.", name); return name }
function unit(name, i, how) {
  if (name in seen) return
  seen[name]
  print "record", name, show("LoadState"), show("ActiveState"), runs() ? "runs" : "-", show("UnitFileState"), show("InvocationID")
  if (name in stops || template(name) in stops) {
    if (runs() || value["ActiveState"] ~ /^(activating|deactivating)$/) print "stop", name
    else if (value["ActiveState"] == "failed") print "clear", name
  }
  how = definition(name)
  if (how == "masked") print "shadow", name, how, "/etc/systemd/system/" name; else if (how != "") print "shadow", name, how, definedBy
  for (i = foreign_drop_ins(name); i > 0; i--) print "shadow", name, "drop-in", dropIns[i]
  if (name ~ /\.socket$/ && split(value["Triggers"], all, " ")) for (i = 1; i in all; i++) if (!(all[i] in looked)) print "look", all[i]
}
function finish() {}
