# Compares kernel parameters. Input: lines "PATH VALUE" of the old generation, the line "to", and those of the new one.
# The first line for a path counts.
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
$0 == "to" { isNew = 1; next }
$0 == "" { next }
{ kept[$1] = 1 }
isNew && !($1 in to) {
  to[$1] = value = normal($2)
  now = read_value($1)
  agrees = readable && (now == value || ($1, value) in shown && shown[$1, value] == now)
  if (REPORT == "drift") { if (readable && !agrees) print "drift", "sysctl", name($1), "value", now, value; next }
  if (readable && !($1 in before)) before[$1] = now
  if (!agrees) print "write", $1, name($1), value, now
  if (agrees && now != value) print "remember", "shown", $1, value, now
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
