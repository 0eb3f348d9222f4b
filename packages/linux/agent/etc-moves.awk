# The program of move_etc, with manifests as sides "from" and "to": prints the steps that bring /etc from one to the
# other, in their order. `back` is set if an interrupted or unhealthy switch is reverted.
function original(target) { return originals "/etc/" target }
# is_original(TARGET): true if the file is what the original is a copy of
function is_original(target, file, copy) {
  file = "/etc/" target
  copy = original(target)
  return types[file] == types[copy] && (types[file] == "f" && sums[file] == sums[copy] || types[file] == "l" && links[file] == links[copy])
}
# root_of(TARGET): the folder that gets the temporary folder: /etc, or a mount below it, or the last existing folder
# behind a link
function root_of(target, folder) {
  folder = parent("/etc/" target)
  if (through_link[folder]) while (!exists(folder)) folder = parent(folder)
  else while (folder != "/etc" && !(folder in mounts)) folder = parent(folder)
  return folder
}
# used_root(TARGET): the same, for a step that needs the temporary folder
function used_root(target, root) {
  root = root_of(target)
  if (!(root in roots)) step("roots", root)
  roots[root]
  return root
}
# refused(TARGET): true, after the step "refuse", if the file cannot be changed safely. A revert may replace and remove
# files in a folder that others may write, because a rename follows no link, but not below such a folder.
function refused(target, file, folder) {
  file = "/etc/" target
  if (file in mounts) {
    print "refuse", target, "it is a mount"
    return 1
  }
  folder = unsafe(target)
  if (folder == "" || back && folder == parent(file) && !through_link[folder] && root_of(target) != folder) return 0
  print "refuse", target, "others than root may write the folder " folder
  return 1
}
function step(phase, text) { steps[phase, ++step_counts[phase]] = text }
function copy_aside(word, target) { step("copies", word OFS target) }
function restore(target) {
  step("restores", "restore" OFS used_root(target) OFS target)
  place(target)
  step("drops", target)
}
function make_folder(folder) {
  if (exists(folder) && !(folder in cleared) || folder in new_folders) return
  new_folders[folder]
  make_folder(parent(folder))
  step("folders", folder)
}
# place(TARGET): the step that renames the prepared file into place. A folder is never replaced by a rename.
function place(target, file, folder) {
  file = "/etc/" target
  folder = parent(file)
  make_folder(folder)
  if (types[file] == "d" || types[original(target)] == "d") step("swaps", "swap" OFS used_root(target) OFS target)
  else {
    if (!(folder in rename_counts)) step("renames", folder)
    renames[folder, ++rename_counts[folder]] = target
  }
}
function clear(target) {
  if (types["/etc/" target] == "d") step("swaps", "away" OFS used_root(target) OFS target)
  else {
    used_root(target)
    step("removals", target)
  }
  cleared["/etc/" target]
}
function leave(target, ours, file) {
  file = "/etc/" target
  if (refused(target)) return
  if (!exists(file)) {
    if (exists(original(target))) restore(target)
  } else if (ours) {
    if (exists(original(target))) restore(target); else clear(target)
  } else if (exists(original(target))) {
    if (!is_original(target)) copy_aside("drifted", target)
    restore(target)
  } else if (!(target in adopted) && (("from", target) in kinds)) {
    copy_aside("drifted", target)
    clear(target)
  }
}
function reach(target, how, file, is_foreign, batch) {
  how = difference("to", target)
  file = "/etc/" target
  is_foreign = exists(file) && !own_link(file) && !(("from", target) in kinds) && !exists(original(target))
  if (how == "" && !(is_foreign && !back && target in adopted)) return
  if (refused(target)) return
  if (is_foreign && (!back || target in adopted)) copy_aside("original", target)
  else if (exists(file) && !own_link(file) && !same_content("from", target) && !is_original(target)) copy_aside("drifted", target)
  if (how == "") return
  place(target)
  if (kinds["to", target] == "link") {
    step("singles", "link" OFS used_root(target) OFS target OFS paths["to", target])
    return
  }
  batch = used_root(target) OFS modes["to", target] OFS users["to", target] OFS groups["to", target]
  if (paths["to", target] != "etc/" target) {
    step("singles", "single" OFS batch OFS target OFS paths["to", target])
    return
  }
  if (!(batch in batch_counts)) step("batches", batch)
  batches[batch, ++batch_counts[batch]] = target
}
function print_steps(phase, word, i) {
  if (step_counts[phase] && word != "") print word
  for (i = 1; i <= step_counts[phase]; i++) print (word == "" ? "" : "item" OFS) steps[phase, i]
}
# print_prunes(): the step that removes folders that Troupe made and that no entry needs, the deepest first
function print_prunes(i, folder, longest) {
  for (i = 1; i <= counts["to"]; i++)
    for (folder = parent("/etc/" targets["to", i]); folder != "/etc" && !(folder in needed); folder = parent(folder)) needed[folder]
  for (folder in made) {
    if (types[folder] != "d" || folder in needed || unsafe_folder(parent(folder)) != "") continue
    if (folder ~ /^\/etc\/systemd(\/system|\/system-generators|\/system\/[^\/]*\.target\.wants)?$/) continue
    unneeded[folder]
    if (length(folder) > longest) longest = length(folder)
  }
  for (; longest > 0; longest--) for (folder in unneeded) if (length(folder) == longest) step("prunes", folder)
  print_steps("prunes", "prune")
}
END {
  for (i = 1; i <= unit_counts["to"]; i++) {
    name = units["to", i]
    target = "systemd/system/" name
    file = "/etc/" target
    shadowing[target]
    if (!exists(file) || own_link(file) || ("to", target) in kinds || refused(target)) continue
    if (("from", name) in has_unit || exists(original(target)) && !is_original(target)) copy_aside("drifted", target)
    else if (!exists(original(target))) copy_aside("original", target)
    clear(target)
  }
  for (i = 1; i <= counts["from"]; i++) {
    target = targets["from", i]
    if (!(("to", target) in kinds) && !(target in shadowing)) leave(target, own_link("/etc/" target) || kinds["from", target] == "copy" && same_content("from", target))
    left[target]
  }
  for (i = 1; i <= unit_counts["from"]; i++) {
    target = "systemd/system/" units["from", i]
    if (!(("to", target) in kinds) && !(target in shadowing) && !(target in left)) leave(target, 0)
    left[target]
  }
  for (target in adopted) {
    if (exists(original(target)) && !(("to", target) in kinds) && !(target in shadowing) && !(target in left)) leave(target, 0)
  }
  for (i = 1; i <= counts["to"]; i++) reach(targets["to", i])

  print_steps("roots", "roots")
  print_steps("copies")
  if (step_counts["copies"]) print "keep"
  for (i = 1; i <= step_counts["batches"]; i++) {
    batch = steps["batches", i]
    print "batch", batch
    for (j = 1; j <= batch_counts[batch]; j++) print "item", batches[batch, j]
  }
  print_steps("singles")
  print_steps("restores")
  if (step_counts["renames"] + step_counts["swaps"]) print "sync"
  print_steps("removals", "remove")
  print_prunes()
  print_steps("folders", "folders")
  print_steps("swaps")
  for (i = 1; i <= step_counts["renames"]; i++) {
    folder = steps["renames", i]
    print "rename", root_of(renames[folder, 1]), folder
    for (j = 1; j <= rename_counts[folder]; j++) print "item", renames[folder, j]
  }
  if (step_counts["roots"]) print "sync"
  print_steps("drops", "drop")
  if (needs_links) exit 3
}
