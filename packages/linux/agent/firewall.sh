# The firewall: the table `troupe` of nftables.

# report_firewall_drift MANIFEST TREE
report_firewall_drift() { :; }
# move_firewall FROM-MANIFEST FROM-TREE MANIFEST TREE
move_firewall() { :; }
