# After the steps: reads the actions (input=actions) and the states of the units. Prints NAME STATE RESULT WORD VERDICT INVOCATION
# for each unit of an action; WORD names what did not happen: "restart", "reload", "timer", or "unit" for a unit that is not up.

BEGIN { FS = OFS = "\t" }
input == "actions" { if ($1 != "stop") { actions[$2] = $1; before[$2] = $3 }; next }
function state(all, i, names) {
  names = split(value["Names"], all, " ")
  for (i = 1; i <= names; i++) if (all[i] in actions) unit(all[i])
}
function unit(name, verdictNow, word, text) {
  verdictNow = verdict(); word = "unit"; text = show("ActiveState") "/" show("SubState")
  if (value["LoadState"] != "loaded") { verdictNow = "bad"; word = actions[name]; text = value["LoadState"] }
  else if (verdictNow == "good" && actions[name] == "restart" && before[name] != "-" && before[name] == value["InvocationID"] && !skipped()) {
    verdictNow = "bad"; word = "restart"
  } else if (actions[name] == "reload" && value["ActiveState"] == "reloading") verdictNow = "busy"
  else if (actions[name] == "reload" && value["ReloadResult"] != "" && value["ReloadResult"] != "success") {
    verdictNow = "bad"; word = "reload"; text = value["ReloadResult"]
  } else if (verdictNow == "good" && name ~ /\.timer$/ && value["SubState"] == "elapsed" && !("TimersMonotonic" in value)) {
    verdictNow = "bad"; word = "timer"
  }
  print name, text, show("Result"), word, verdictNow, show("InvocationID")
}
function finish() {}
