# Finds what the units of a generation refer to. Input: its manifest; `tree` is its folder.
# Output: "verify NAME" for each unit, and "refer NAME" for each unit outside of the generation that a dependency names.

BEGIN { FS = "\t" }
function template(name) { sub(/@.*\./, "@.", name); return name }
function refer(name) { if (name ~ /^[A-Za-z0-9:_.@\\-]+\.(service|socket|target|timer|path)$/) referred[name] }
function read_unit(file, line, names, count, i) {
  while ((getline line < file) > 0) {
    if (line !~ /^(After|Before|Wants|Requires|Requisite|BindsTo|PartOf|Conflicts|OnFailure|OnSuccess|Upholds|Unit|Service|Sockets)=/) continue
    count = split(substr(line, index(line, "=") + 1), names, " ")
    for (i = 1; i <= count; i++) refer(names[i])
  }
  close(file)
}
$1 == "unit" { own[$2]; print "verify\t" $2 }
$1 == "wants" { refer($2) }
$1 == "file" && $4 ~ /^units\// {
  if ($4 ~ /^units\/[^\/]+$/) own[substr($4, 7)]
  read_unit(tree "/" $4)
}
END { for (name in referred) if (!(name in own) && !(template(name) in own)) print "refer\t" name }
