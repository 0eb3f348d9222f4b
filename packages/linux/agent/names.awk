# Compares the lines of the managed block in /etc/hosts, and the host name, with the manifest, which is the input.
# Exits with 1 if the block differs; with `strict`, also if there are marks that are not one pair.
BEGIN {
  FS = OFS = "\t"
  while ((getline line < "/etc/hosts") > 0) {
    if (line ~ /# troupe (begin|end)/) { marks = marks line "\n"; inside = line == "# troupe begin"; continue }
    if (inside) block = block line "\n"
  }
  if (marks != "# troupe begin\n# troupe end\n") block = strict ? marks : ""
  getline running < "/proc/sys/kernel/hostname"
}
$1 == "host" { wanted = wanted $2 " " $3 "\n" }
$1 == "hostname" && $2 != running { print "drift", "hostname", running, "value", $2 }
END {
  if (wanted != block) { print "drift", "hosts", "/etc/hosts", "content"; exit 1 }
}
