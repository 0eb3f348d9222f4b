# The program of report_etc_refusals, with the wanted manifest as side "to", and manifests whose files Troupe wrote as
# side "own": prints the files that are in the way of entries, and folders that others may write.
function check(target, is_entry, folder, file) {
  for (folder = parent("/etc/" target); folder != "/etc"; folder = parent(folder)) {
    if (exists(folder) && leads[folder] != "d" && !(folder in told) && !(("own", substr(folder, 6)) in known)) print "foreign", substr(folder, 6), type_of(folder)
    told[folder]
  }
  file = "/etc/" target
  if (exists(file) && !(("own", target) in known) && !own_link(file)) print "foreign", target, type_of(file)
  if (!is_entry) return
  if (file in mounts) print "uneditable", file, "mount"
  folder = unsafe(target)
  if (folder != "" && !(folder in judged_folders)) print "unsafe", folder, reasons[folder], target
  judged_folders[folder]
}
function type_of(file) { return types[file] == "f" ? "file" : types[file] == "l" ? "link" : types[file] == "d" ? "directory" : "other" }
END {
  for (i = 1; i <= counts["own"]; i++) known["own", targets["own", i]]
  for (i = 1; i <= unit_counts["own"]; i++) known["own", "systemd/system/" units["own", i]]
  for (i = 1; i <= counts["to"]; i++) check(targets["to", i], 1)
  for (i = 1; i <= unit_counts["to"]; i++) if (!(("to", "systemd/system/" units["to", i]) in kinds)) check("systemd/system/" units["to", i], 0)
}
