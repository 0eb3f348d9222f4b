# Finds what of the road in differs between two manifests: what sshd, its accounts, sudo, the firewall and addresses
# depend on. Input: part=from and part=to are manifests.
# Output: "changed AREA NAME" for each difference; "road AREA" for those that a way in depends on, which are not
# the accounts of services and kernel parameters; "shell NAME PATH" for each user of part=to that differs; "entry TARGET KIND MODE USER GROUP PATH" for each file of part=to that
# sshd, sudo or a login reads, and "gone TARGET" for each that only part=from has;
# "rules PATH" for new rules of the firewall.
BEGIN { FS = OFS = "\t" }
$1 == "file" { digest[part, $4] = $2 }
$1 == "file" && part == "to" && $4 ~ /^firewall\/[^\/]*\.nft$/ { rules[$4] = 1 }
$1 == "etc" { etc[part, $2] = $0; targets[$2] = 1 }
$1 == "user" { user[part, $2] = $0; users[$2] = 1 }
$1 == "unit" && $2 ~ /^(sshd?|troupe-firewall|nftables|firewalld|ufw|systemd-networkd|networking|NetworkManager)[.@]/ { unit[part, $2] = $0; units[$2] = 1 }
$1 == "sysctl" { sysctl[part] = sysctl[part] $2 }
# changed(AREA, NAME): prints a difference that a way in depends on
function changed(area, name) { print "changed", area, name; print "road", area }
function area_of(target) {
  if (target ~ /^ssh\/authorized_keys\.d\//) return "keys"
  if (target ~ /^ssh\//) return "sshd"
  if (target ~ /^sudoers($|\.d\/)/) return "sudo"
  if (target ~ /^(pam\.d|security)\/|^(nsswitch\.conf|hosts\.allow|hosts\.deny|environment|nologin)$/) return "login"
  if (target ~ /^(nftables|iptables|ufw|firewalld)/) return "firewall"
  if (target ~ /^(network|systemd\/network|netplan|NetworkManager)\//) return "network"
  return ""
}
# The entry with the digest of its content, because the path alone does not tell it.
function entry(which, target, fields) {
  if (!((which, target) in etc)) return ""
  split(etc[which, target], fields, "\t")
  return etc[which, target] OFS digest[which, fields[7]]
}
END {
  for (target in targets) {
    area = area_of(target)
    if (area == "") continue
    if (entry("from", target) != entry("to", target)) changed(area, "/etc/" target)
    if (area !~ /^(keys|sshd|sudo|login)$/) continue
    if (("to", target) in etc) print "entry", substr(etc["to", target], 5)
    else print "gone", target
  }
  for (name in users) if (user["from", name] != user["to", name]) {
    print "changed", "accounts", name
    if ((user["from", name] user["to", name]) ~ /\tnormal\t/) print "road", "accounts"
    if (split(user["to", name], fields, "\t") && fields[6] != "-") print "shell", name, fields[6]
  }
  for (path in rules) if (!(("from", path) in digest)) { changed("firewall", "the rules"); print "rules", path }
  for (name in units) if (unit["from", name] != unit["to", name]) changed("units", name)
  if (sysctl["from"] != sysctl["to"]) print "changed", "sysctl", "kernel parameters"
}
