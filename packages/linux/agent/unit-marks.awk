# Functions on the state of a unit in `value`, for the programs that follow.

# own_file(PATH): true if the manifest has the file as an entry below /etc
function own_file(path) { return substr(path, 1, 5) == "/etc/" && substr(path, 6) in targets }
# definition(NAME): how the definition in effect differs from that of the manifest: masked, unmasked, replaced, or "";
# sets `definedBy` to the file that systemd read
function definition(name) {
  definedBy = value["FragmentPath"]
  if (name in masks) return value["LoadState"] == "masked" || own_file(definedBy) ? "" : "unmasked"
  if (value["LoadState"] == "masked") return "masked"
  if (name in whole && definedBy != "" && definedBy != "/run/systemd/generator/" name && !own_file(definedBy)) return "replaced"
  return ""
}
# foreign_drop_ins(NAME): sets `dropIns` to the drop-ins of a declared unit that somebody added; returns their number
function foreign_drop_ins(name, paths, folder, i, count) {
  split("", dropIns)
  if (!(name in whole)) return 0
  split(value["DropInPaths"], paths, " ")
  for (i = 1; i in paths; i++) {
    folder = paths[i]
    if (folder !~ /^\/(etc|run)\/systemd\/system(\.control)?\//) continue
    sub(/\/[^\/]*$/, "", folder)
    sub(/.*\//, "", folder)
    if (folder == name ".d" && !own_file(paths[i])) dropIns[++count] = paths[i]
  }
  return count + 0
}
# The lines of the manifest in effect, which follows the assignment input=manifest.
input == "manifest" && $1 == "unit" { units[$2]; start[$2] = $5 }
input == "manifest" && $1 == "etc" { targets[$2] }
input == "manifest" && $1 == "file" && $4 ~ /^units\/[^\/]+$/ {
  whole[substr($4, 7)]
  if ($2 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") empties[substr($4, 7)]
}
input == "manifest" { next }
input != "manifest" && !marked { marked = 1; for (name in empties) if (!(name in units)) { masks[name]; delete whole[name] } }
