# Prints the paths that a snapshot of the machine needs: the entries of the manifests with their folders, units in
# /etc/systemd/system, and, with `originals`, their originals. The operand side=adopted or side=made comes before such a list.
# With `questions`, writes the names of units, with patterns for instances of templates, and of packages to that file.
function add(target, folder) {
  if (target in targets) return
  targets[target]
  print "/etc/" target
  if (originals != "") print originals "/etc/" target
  for (folder = target; sub(/\/[^\/]*$/, "", folder) && !(folder in folders); ) {
    folders[folder]
    print "/etc/" folder
  }
}
BEGIN {
  FS = OFS = "\t"
  if (questions != "") printf "" > questions
  if (tree != "") print tree
  print "/etc"
}
side == "made" { print; next }
side == "adopted" { add($0); next }
$1 == "etc" { add($2) }
$1 == "sysctl" || $1 == "tmpfiles" { sub(/.*\//, "", $2); add($1 ".d/" $2) }
$1 == "file" && $4 ~ /^units\/[^\/]*$/ { add("systemd/system/" substr($4, 7)) }
questions != "" && ($1 == "unit" || $1 == "package") {
  if ($1 == "unit") sub(/@\./, "@*.", $2)
  print $1, $2 > questions
}
