# Reads manifests and a snapshot of the machine. An operand side=NAME comes before each file. "from", "to" and "own" are
# manifests, "machine" is the snapshot, "mounts" is /proc/self/mountinfo. "adopted", "made" and "unsafe" are lists.
function entry(target, kind, mode, user, group, path) {
  if (!((side, target) in kinds)) targets[side, ++counts[side]] = target
  kinds[side, target] = kind
  modes[side, target] = mode
  users[side, target] = user
  groups[side, target] = group
  paths[side, target] = path
}
function unescaped(text, parts, count, i) {
  count = split(text, parts, /\\\\/)
  text = parts[1]
  for (i = 2; i <= count; i++) text = text "\\" parts[i]
  return text
}
function parent(path) {
  sub(/\/[^\/]*$/, "", path)
  return path
}
function exists(file) { return types[file] != "" }
# own_link(FILE): true for a link into the current generation
function own_link(file) { return types[file] == "l" && index(links[file], current) == 1 }
# same_mode(SIDE, TARGET): true if the file has the mode and the owner of the entry
function same_mode(side, target, file) {
  file = "/etc/" target
  return perms[file] + 0 == modes[side, target] + 0 && owners[file] == users[side, target] && owner_groups[file] == groups[side, target]
}
# same_content(SIDE, TARGET): true if the file is a file with the content of the entry
function same_content(side, target) {
  return types["/etc/" target] == "f" && sums["/etc/" target] != "" && sums["/etc/" target] == digests[side, paths[side, target]]
}
# difference(SIDE, TARGET): how the file differs from the entry; nothing if they agree
function difference(side, target, file) {
  file = "/etc/" target
  if (!exists(file)) return "missing"
  if (kinds[side, target] == "link") return types[file] == "l" && links[file] == current paths[side, target] ? "" : "replaced"
  if (types[file] != "f") return "replaced"
  if (!same_content(side, target)) return "content"
  return same_mode(side, target) ? "" : "mode"
}
# unsafe_folder(FOLDER): the first folder on the way to FOLDER that others than root may write, with its reason in
# `reasons`. A group may write a folder with an access control list, so each group counts. Sets through_link[FOLDER].
function unsafe_folder(folder, mode) {
  if (folder in verdicts) return verdicts[folder]
  verdicts[folder] = folder == "/etc" ? "" : unsafe_folder(parent(folder))
  through_link[folder] = folder != "/etc" && through_link[parent(folder)]
  if (verdicts[folder] != "" || !exists(folder)) return verdicts[folder]
  if (types[folder] == "l") {
    through_link[folder] = 1
    return ""
  }
  mode = perms[folder]
  if (uids[folder] != 0) reasons[folder] = "owner" OFS owners[folder]
  else if (int(substr(mode, length(mode), 1) / 2) % 2) reasons[folder] = "others" OFS "-"
  else if (int(substr(mode, length(mode) - 1, 1) / 2) % 2) reasons[folder] = "group" OFS owner_groups[folder]
  if (folder in reasons) verdicts[folder] = folder
  return verdicts[folder]
}
# unsafe(TARGET): the same for the folder of an entry, also behind links that the list "unsafe" judges. The other links are
# written to the file `link_list`, or printed as "linked FOLDER TARGET".
function unsafe(target, folder, verdict) {
  folder = parent("/etc/" target)
  verdict = unsafe_folder(folder)
  if (verdict == "" && through_link[folder]) {
    if (folder in judged) return judged[folder]
    if (!(folder in unjudged)) { if (link_list == "") print "linked", folder, target; else print folder, target > link_list }
    unjudged[folder]
    needs_links = 1
  }
  return verdict
}
BEGIN {
  FS = OFS = "\t"
  current = "/var/lib/troupe/current/"
}
side == "machine" {
  if (substr($0, 2, 1) == "\t") {
    file = substr($0, length($1 $2 $3 $4 $5 $6 $7) + 8)
    types[file] = $1
    leads[file] = $2
    perms[file] = $3
    owners[file] = $4
    owner_groups[file] = $5
    uids[file] = $6
    links[file] = $7
    files[++file_count] = file
  } else if (sub(/^\\/, "")) sums[unescaped(substr($0, 67))] = substr($0, 1, 64)
  else sums[substr($0, 67)] = substr($0, 1, 64)
  next
}
side == "mounts" {
  split($0, words, " ")
  gsub(/\\040/, " ", words[5])
  if (index(words[5], "/etc/") == 1) mounts[words[5]]
  next
}
side == "adopted" { adopted[$1]; next }
side == "made" { made[$1]; next }
side == "unsafe" { judged[$1] = $2; reasons[$2] = $3 OFS $4; next }
$1 == "etc" { entry($2, $3, $4, $5, $6, $7) }
$1 == "sysctl" || $1 == "tmpfiles" {
  path = $2
  sub(/.*\//, "", $2)
  entry($1 ".d/" $2, "copy", "0644", "root", "root", path)
}
$1 == "file" {
  digests[side, $4] = $2
  tree_modes[side, $4] = $3
  if ($4 ~ /^units\/[^\/]*$/) units[side, ++unit_counts[side]] = substr($4, 7)
  if ($4 ~ /^units\/[^\/]*$/) has_unit[side, substr($4, 7)]
  tree_files[side, ++tree_counts[side]] = $4
}
