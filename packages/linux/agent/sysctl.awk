# Compares kernel parameters. Lines of stdin: "from PATH", "to PATH VALUE". The first line for a path counts.
# MEMORY has lines "before PATH VALUE" and "shown PATH VALUE NOW": the value from before Troupe set the parameter, and
# what the kernel shows for a value that it prints in another form. REPORT is "drift" or "actions".
function normal(text) {
  gsub(/[ \t]+/, " ", text)
  sub(/^ /, "", text)
  sub(/ $/, "", text)
  return text
}
function read_value(path, line, file) {
  file = "/proc/sys/" path
  readable = (getline line < file) > 0
  close(file)
  return readable ? normal(line) : ""
}
function name(path) {
  if (path !~ /[.]/) gsub("/", ".", path)
  return path
}
BEGIN {
  FS = OFS = "\t"
  while ((getline < MEMORY) > 0) {
    if ($1 == "before") before[$2] = $3
    if ($1 == "shown") shown[$2, $3] = $4
  }
}
$1 == "from" { kept[$2] = 1 }
$1 == "to" && !($2 in to) {
  to[$2] = value = normal($3)
  kept[$2] = 1
  now = read_value($2)
  agrees = readable && (now == value || ($2, value) in shown && shown[$2, value] == now)
  if (REPORT == "drift") { if (readable && !agrees) print "drift", "sysctl", name($2), "value", now, value; next }
  if (readable && !($2 in before)) before[$2] = now
  if (!agrees) print "write", $2, name($2), value, now
  if (agrees && now != value) print "remember", "shown", $2, value, now
}
END {
  if (REPORT != "drift") for (path in before) {
    if (path in kept) print "remember", "before", path, before[path]
    if (!(path in to)) {
      now = read_value(path)
      if (readable && now != before[path]) print "undo", path, name(path), before[path], now
    }
  }
}
