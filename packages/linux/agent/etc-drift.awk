# The program of report_files_drift, with the manifest as side "to": prints what differs from the generation in the
# folder `tree`, whose id is `id`, and, with `entries`, what differs below /etc.
function tree_faults(file, i, path) {
  if (substr(sums[tree "/manifest"], 1, 32) != id) {
    print prefix "manifest"
    return
  }
  for (i = 1; i <= tree_counts["to"]; i++) {
    path = tree_files["to", i]
    file = tree "/" path
    if (types[file] != "f" || sums[file] != digests["to", path] || perms[file] + 0 != tree_modes["to", path] + 0) print prefix path
  }
  for (i = 1; i <= file_count; i++) {
    file = files[i]
    if (index(file, tree "/") != 1 || types[file] == "d") continue
    path = substr(file, length(tree) + 2)
    if (!(("to", path) in digests) && path != "manifest" && path != "provenance.json") print prefix path
  }
}
END {
  tree_faults()
  if (!entries) exit
  for (i = 1; i <= counts["to"]; i++) {
    target = targets["to", i]
    how = difference("to", target)
    if (how != "") print "drift", "etc", target, how
    folder = unsafe(target)
    if (folder != "" && !(folder in told)) print "unsafe", folder, reasons[folder], target
    told[folder]
  }
}
