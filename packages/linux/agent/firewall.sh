# The firewall: the table `troupe` of nftables. troupe-firewall.service writes to /run/troupe-firewall which rules it
# loaded, and the digest of the table as nft lists it without counters and without elements of sets.
firewall_record=/run/troupe-firewall

# read_firewall: sets `in_effect` to the digest of the table in effect
read_firewall() {
  nft -s -t list table inet troupe 2>/dev/null | sha256sum >"${scratch:-$run_dir/move}.firewall"
  read -r in_effect <"${scratch:-$run_dir/move}.firewall"
}
# firewall_rules TREE: sets `rules` to the path of the rules; empty without a firewall
firewall_rules() {
  rules=''
  set +f
  for file in "$1"/firewall/*.nft; do if [ -e "$file" ]; then rules=$file; fi; done
  set -f
}
# firewall_fault TREE: sets `fault` to missing or changed if the table in effect is not that of the rules; else empty
firewall_fault() {
  fault='' name='' digest=''
  firewall_rules "$1"
  if [ -z "$rules" ]; then return 0; fi
  if [ -e $firewall_record ]; then { read -r name; read -r digest; } <$firewall_record || :; fi
  read_firewall
  case $in_effect in
    "$empty_file"*) fault=missing ;;
    *) if [ "$name" != "${rules##*/}" ] || [ "$digest" != "$in_effect" ]; then fault=changed; fi ;;
  esac
}
# report_firewall_drift MANIFEST TREE
report_firewall_drift() {
  firewall_fault "$2"
  if [ -n "$fault" ]; then say drift firewall troupe "$fault"; fi
}
# load_firewall: loads the rules, as the unit does
load_firewall() {
  nft -f "$rules" 2>$run_dir/firewall && read_firewall && say "${rules##*/}$newline$in_effect" | write_file $firewall_record 600
}
# move_firewall FROM-MANIFEST FROM-TREE MANIFEST TREE: loads the table if it is not in effect, also where no unit changes
move_firewall() {
  firewall_fault "$4"
  if [ -n "$fault" ]; then
    load_firewall || failed firewall troupe "$(sed -n '1s/^[^ ]*:[0-9]*:[-0-9]*: //p' $run_dir/firewall)"
  elif [ -z "$rules" ]; then
    firewall_rules "$2"
    if [ -n "$rules" ]; then
      rm -f $firewall_record
      nft delete table inet troupe 2>/dev/null || :
    fi
  fi
}
