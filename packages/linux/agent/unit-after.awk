# After the files of a switch: reads the steps (input=steps), the output of unit-before.awk (input=before), and the states of
# units. Decides which units stop, restart, reload and start, and prints ACTION NAME INVOCATION WORD; WORD is the step for
# people. Going back, also reads what ran before the switch (input=record): exactly these units run again.

BEGIN { FS = OFS = "\t" }
input == "steps" {
  if ($1 == "look") looked[$2]; else if ($1 == "new") isNew[$2]; else if ($1 == "start") wanted[$2]
  else if ($1 == "start-if-enabled") ownLinks[$2]; else if ($1 != "stop") steps[$2] = $1
  next
}
input == "before" && $1 == "look" { looked[$2] }
input == "before" && $1 == "shadow" { shadowed[$2] }
input == "record" && $1 == "record" { back = 1; if ($5 == "runs") ran[$2]; if ($4 ~ /^(inactive|failed)$/) down[$2]; invocation[$2] = $7 }
input == "before" || input == "record" { next }
function template(name) { sub(/@.*\./, "@.", name); return name }
function state(all, i, names) {
  names = split(value["Names"], all, " ")
  for (i = 1; i <= names; i++) if (all[i] in looked) unit(all[i])
  if (value["Id"] ~ /@[^.]/) unit(value["Id"])
}
function unit(name) {
  if (name in seen) return
  seen[name]; order[++count] = name
  if (runs()) running[name]
  verdicts[name] = verdict(); loads[name] = value["LoadState"]; now[name] = show("InvocationID")
  triggers[name] = value["Triggers"]; enabled[name] = value["UnitFileState"] ~ /^enabled/
}
# action(NAME): restart, reload, start, stop or ""
function action(name, step) {
  step = name in steps ? steps[name] : template(name) in steps ? steps[template(name)] : ""
  if (name in shadowed && !(name in ownLinks)) step = name in wanted ? "restart" : "try-restart"
  if (back) {
    if (name in down) return (step != "" || name in wanted) && name in running ? "stop" : ""
    # A unit that the switch did not reach runs what it ran before.
    if (step ~ /restart/ && name in running && name in ran && invocation[name] == now[name]) return ""
    if (name in ran && !(name in running)) return loads[name] == "not-found" ? "" : "restart"
  }
  if (step ~ /^try-/) { if (!(name in running)) return ""; sub(/^try-/, "", step) }
  if (step == "reload" && !(name in running)) return "restart"
  if (step != "") return step
  if (back) return ""
  if (name in wanted && (name in isNew || verdicts[name] == "bad")) return "start"
  if (name in ownLinks && enabled[name] && !(name in running)) return "start"
  return ""
}
function finish(i, j, name, all, last) {
  for (i = 1; i <= count; i++) actions[order[i]] = action(order[i])
  # systemd refuses to start a socket while its service runs.
  for (i = 1; i <= count; i++) {
    name = order[i]
    if (name !~ /\.socket$/ || actions[name] != "restart" || !(name in running)) continue
    last = split(triggers[name], all, " ")
    for (j = 1; j <= last; j++) if (all[j] in running) {
      print "stop", name, "-"; print "stop", all[j], "-"
      actions[all[j]] = "restart"
    }
  }
  # Sockets start before their services.
  for (i = 1; i <= count; i++) if (order[i] ~ /\.socket$/) result(order[i])
  for (i = 1; i <= count; i++) if (order[i] !~ /\.socket$/) result(order[i])
}
function result(name) {
  if (actions[name] != "") print actions[name], name, now[name], name in isNew || !(name in running) ? "start" : actions[name]
}
