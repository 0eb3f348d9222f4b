# Reads the manifests of a switch, which follow the assignments side=from and side=to. Prints the longest time of a health
# check, and the seconds that the work may take: a hundredth for each line that differs, and one for each unit among them,
# at most 600, which a deployer expects.
function count(kind) { lines++; if (kind == "unit") units++ }
BEGIN { FS = "\t"; OFS = "\t" }
side == "from" { from[$0] = $1; next }
$1 == "health" && $3 + 0 > longest { longest = $3 + 0 }
$0 in from { delete from[$0]; next }
{ count($1) }
END {
  for (line in from) count(from[line])
  work = int((lines + 99) / 100) + units
  print longest + 0, (work > 600 ? 600 : work)
}
