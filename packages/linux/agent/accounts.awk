# Compares the declared accounts with the accounts of the machine.
#
# Input: part=record is /var/lib/troupe/accounts, part=from and part=to are manifests. The program reads the accounts
# with getent, or at boot, when only files can be read, from /etc/passwd and /etc/group.
# `begins` is set before the first change of a move.
# Output by mode:
#   drift   "drift user NAME HOW FOUND WANTED" and "drift group NAME HOW" for accounts that differ from part=to
#   report  "passwd LINE" and "group LINE" for the accounts and the numbers that part=to names, "original LINE" for
#           the entries of passwd that a move to part=to gives back
#   move    the actions that bring the accounts from part=from to part=to:
#           "group NAME GID KIND" makes a group; the other actions are right only after that
#           "fail NAME REASON" names an account that cannot be brought there
#           "record LINE" are the lines of the new record, "after LINE" those after the move
#           "passwd NAME LINE" replaces a line of /etc/passwd, "join NAME GROUP" and "leave NAME GROUP" change /etc/group
#           "add NAME UID GROUP HOME SHELL KIND GROUPS DESCRIPTION" makes a user, "home NAME GROUP HOME" its directory
BEGIN { FS = OFS = "\t" }
part == "record" && FNR > 1 {
  records[++record_count] = $0
  if ($1 == "passwd") original[$2] = substr($0, length($2) + 9)
  if ($1 == "absent") original[$2] = "absent"
  if ($1 == "member") { member[$2, $3] = $4; touched[$2] = touched[$2] " " $3 }
}
$1 == "user" && part == "from" { from[$2] = 1; from_group[$2] = $4; from_home[$2] = $5; from_shell[$2] = $6; from_extra[$2] = $8; from_comment[$2] = $10 }
$1 == "user" && part == "to" {
  users[++user_count] = $2
  to[$2] = 1; uid[$2] = $3; group[$2] = $4; home[$2] = $5; shell[$2] = $6; kind[$2] = $7; extra[$2] = $8; create[$2] = $9; comment[$2] = $10
}
$1 == "group" && part == "to" { groups[++group_count] = $2; gid[$2] = $3; group_kind[$2] = $4 }

# Adds a key of getent. A name that could be something else for the shell is left out.
function key(database, name) {
  if (name ~ /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/ && !((database, name) in asked)) { asked[database, name] = 1; keys[database] = keys[database] " " name }
}
function read_line(database, line, fields) {
  if (split(line, fields, ":") < 4 || (database, fields[1]) in machine) return
  machine[database, fields[1]] = line
  id[database, fields[1]] = fields[3]
  lines[++line_count] = database OFS line
  if (database == "group") members[fields[1]] = "," fields[4] ","
}
function read_database(database, source, line) {
  if (source == "file") while ((getline line < ("/etc/" database)) > 0) read_line(database, line)
  else {
    source = "exec getent " database " root" keys[database]
    while ((source | getline line) > 0) read_line(database, line)
    close(source)
  }
  if (!((database, "root") in machine)) exit 1
}
function is_member(name, group) { return index(members[group], "," name ",") > 0 }
function in_list(list, item) { return index("," list ",", "," item ",") > 0 }
function drift(name, how, found, declared) { if (mode == "drift") print "drift", "user", name, how, (found == "" ? "-" : found), declared }

# Returns the value of a field: the declared one; the original where the old generation declared one; else the present.
function wanted(declared, declared_before, original_value, present) {
  if (declared != "" && declared != "-") return declared
  if (declared_before != "" && declared_before != "-" && original_value != "absent") return original_value
  return present
}
# Compares a user that exists: its line of passwd, and its groups.
function compare_user(name, now, was, count, names, i, line, primary) {
  split(machine["passwd", name], now, ":")
  if (original[name] == "absent" || original[name] == "") for (i = 1; i <= 7; i++) was[i] = "absent"
  else split(original[name], was, ":")
  if (uid[name] != "" && uid[name] != "-" && uid[name] != now[3]) {
    drift(name, "uid", now[3], uid[name])
    if (mode == "move") print "fail", name, "it exists with the id " now[3] ", not " uid[name]
    return
  }
  primary = to[name] ? id["group", group[name]] : ""
  if (to[name] && primary == "") {
    if (!(group[name] in gid) && mode == "move") print "fail", name, "the group " group[name] " does not exist"
    return
  }
  count = split(to[name] && extra[name] != "-" ? extra[name] : "", names, ",")
  for (i = 1; i <= count; i++) if (mode == "move" && !(("group", names[i]) in machine) && !(names[i] in gid)) {
    print "fail", name, "the group " names[i] " does not exist"
    return
  }
  primary = wanted(primary, from_group[name], was[4], now[4])
  line = now[1] ":" now[2] ":" now[3] ":" primary ":" wanted(comment[name], from_comment[name], was[5], now[5]) ":"
  line = line wanted(home[name], from_home[name], was[6], now[6]) ":" wanted(shell[name], from_shell[name], was[7], now[7])
  if (primary != now[4]) drift(name, "group", now[4], group[name])
  if (comment[name] != "-" && comment[name] != now[5]) drift(name, "description", now[5], comment[name])
  if (home[name] != "-" && home[name] != now[6]) drift(name, "home", now[6], home[name])
  if (shell[name] != "-" && shell[name] != now[7]) drift(name, "shell", now[7], shell[name])
  if (mode == "move" && line != machine["passwd", name]) print "passwd", name, line
  for (i = 1; i <= count; i++) if (!is_member(name, names[i])) {
    drift(name, "membership", "-", names[i])
    if (mode == "move" && ("group", names[i]) in machine) print "join", name, names[i]
  }
  count = split(touched[name], names, " ")
  for (i = 1; i <= count; i++)
    if (mode == "move" && member[name, names[i]] == "lacked" && in_list(from_extra[name], names[i]) &&
      !(to[name] && in_list(extra[name], names[i])) && is_member(name, names[i])) print "leave", name, names[i]
}
# Records a user before the script changes it, and each group before the script makes the user its member.
function record_user(name, count, names, i) {
  if (!(name in original)) {
    original[name] = ("passwd", name) in machine ? machine["passwd", name] : "absent"
    records[++record_count] = original[name] == "absent" ? "absent" OFS name : "passwd" OFS name OFS original[name]
  }
  count = split(extra[name] == "-" ? "" : extra[name], names, ",")
  for (i = 1; i <= count; i++) if (!((name, names[i]) in member)) {
    member[name, names[i]] = is_member(name, names[i]) ? "had" : "lacked"
    touched[name] = touched[name] " " names[i]
    records[++record_count] = "member" OFS name OFS names[i] OFS member[name, names[i]]
  }
}
# Forgets accounts that the script made for an earlier generation: since then they belong to the machine.
function forget_made(i, fields) {
  for (i = 1; i <= record_count; i++) {
    split(records[i], fields, "\t")
    if (fields[1] != "absent" || from[fields[2]] || !(("passwd", fields[2]) in machine)) continue
    delete original[fields[2]]
    records[i] = ""
  }
}
# Prints the record as WORD LINE. What the old generation needs is kept until the accounts are in their state.
function print_records(word, changed, i, fields, text, kept) {
  for (i = 1; i <= record_count; i++) {
    split(records[i], fields, "\t")
    kept = to[fields[2]] || from[fields[2]] && (word == "record" || fields[1] == "absent")
    if (kept && fields[1] == "member") kept = in_list(extra[fields[2]], fields[3]) || word == "record" && in_list(from_extra[fields[2]], fields[3])
    if (kept) text = text word OFS records[i] "\n"
    else changed = 1
  }
  if (changed) printf "%s%s", word OFS "troupe-accounts" OFS 1 "\n", text
}
END {
  if (user_count + group_count + (mode != "drift") * record_count == 0) exit
  for (i = 1; i <= user_count; i++) {
    key("passwd", users[i]); key("passwd", uid[users[i]]); key("group", group[users[i]])
    count = split(extra[users[i]], names, ",")
    for (j = 1; j <= count; j++) key("group", names[j])
  }
  for (i = 1; i <= group_count; i++) { key("group", groups[i]); key("group", gid[groups[i]]) }
  for (name in original) key("passwd", name)
  for (name in touched) { count = split(touched[name], names, " "); for (j = 1; j <= count; j++) key("group", names[j]) }
  read_database("passwd", source)
  read_database("group", source)
  if (mode == "report") {
    for (i = 1; i <= line_count; i++) print lines[i]
    for (name in original) if (from[name] && !to[name] && original[name] != "absent") print "original", original[name]
    exit
  }
  for (i = 1; i <= group_count; i++) if (!(("group", groups[i]) in machine)) {
    if (mode == "drift") print "drift", "group", groups[i], "missing"
    else print "group", groups[i], gid[groups[i]], group_kind[groups[i]]
  }
  old_count = record_count
  if (mode == "move" && begins) forget_made()
  if (mode == "move") for (i = 1; i <= user_count; i++) record_user(users[i])
  for (i = 1; i <= user_count; i++) {
    name = users[i]
    if (("passwd", name) in machine) compare_user(name)
    else if (mode == "drift") drift(name, "missing", "-", "-")
    else print "add", name, uid[name], group[name], home[name], shell[name], kind[name], extra[name], comment[name]
    if (mode == "move" && create[name] == "createHome") print "home", name, group[name], home[name]
  }
  if (mode != "move") exit
  for (name in original) if (!to[name] && from[name] && ("passwd", name) in machine) compare_user(name)
  print_records("record", record_count > old_count)
  print_records("after", 0)
}
