# The move of a machine between two generations.

# set_trees FROM TO: sets the manifests and folders of the generations
set_trees() {
  from_tree=$generations_dir/$1 to_tree=$generations_dir/$2
  find_manifest "$1"
  from_manifest=$manifest
  find_manifest "$2"
  to_manifest=$manifest
}
# move FROM TO: either id may be "-". Steps that are done already are not repeated. `activate` and `go_back` run this
# verb as a program of its own. A function move_AREA FROM-MANIFEST FROM-TREE MANIFEST TREE brings its area to MANIFEST.
move() {
  from=$1 to=$2
  set_trees "$1" "$2"
  set -- "$from_manifest" "$from_tree" "$to_manifest" "$to_tree"
  begin_road
  move_accounts "$@"
  stop_units "$@"
  point_current "$to"
  move_files "$@"
  systemctl daemon-reload
  move_sysctl "$@"
  move_tmpfiles "$@"
  move_firewall "$@"
  start_units "$@"
  move_road
  say moved
}
# move_files FROM-MANIFEST FROM-TREE MANIFEST TREE: the areas that consist of files, for the boot as well
move_files() {
  remove_leftovers
  move_etc "$@"
  move_hostname "$@"
  move_hosts "$@"
}
