# Snapshots of files, and the awk programs that compare them with manifests. One process looks at all files.

# shellcheck disable=SC2016 # for awk
etc_paths='
@etc-paths.awk@
'
# shellcheck disable=SC2016 # for awk
etc_reader='
@etc-reader.awk@
'
# shellcheck disable=SC2016 # for awk
etc_drift='
@etc-drift.awk@
'
# shellcheck disable=SC2016 # for awk
etc_refusals='
@etc-refusals.awk@
'
# shellcheck disable=SC2016 # for awk
etc_moves='
@etc-moves.awk@
'
# The programs of `sh -c` for a snapshot of its arguments: a line for each path, and for each file of a generation among
# them, with TYPE LEADS-TO MODE USER GROUP UID LINK PATH; in `snapshot`, also a line of sha256sum for each regular file.
# The target of a link that could be taken for other lines is "?".
# shellcheck disable=SC2016 # for another shell
look='exec 2>/dev/null find "$@" \( -path "/var/lib/troupe/generations/*" -o -prune \) \
  \( -type l -lname "*['$tab$newline']*" -printf "l\t%Y\t%m\t%u\t%g\t%U\t?\t%p\n" -o -printf "%y\t%Y\t%m\t%u\t%g\t%U\t%l\t%p\n" \)'
snapshot=$look' -type f -exec sha256sum {} +'

# A pipeline for a snapshot begins with `awk "$etc_paths" OPERAND... | xargs -r -d '\n' sh -c "$snapshot" sh`. It is
# written out where it is used, because each function in a pipeline is a process more.

# unsafe_step PATH: prints the first folder on the way to PATH, also behind links, that others than root may write, as
# FOLDER WHO NAME; nothing if only root may
unsafe_step() {
  rest=${1#/}/ walked='' links=0
  while [ -n "$rest" ]; do
    part=${rest%%/*} rest=${rest#*/}
    case $part in '' | .) continue ;; ..) walked=${walked%/*}; continue ;; esac
    if [ -L "$walked/$part" ]; then
      links=$((links + 1)) link=$(readlink "$walked/$part")
      if [ $links -gt 40 ]; then say "$walked/$part" links -; return 0; fi
      case $link in /*) walked='' ;; esac
      rest=$link/$rest
      continue
    fi
    walked=$walked/$part
    case $(stat -c %u%A "$walked" 2>/dev/null) in
      0?????-??-? | '') ;;
      0????????w?) say "$walked" others -; return 0 ;;
      0*) say "$walked" group "$(stat -c %G "$walked")"; return 0 ;;
      *) say "$walked" owner "$(stat -c %U "$walked")"; return 0 ;;
    esac
  done
}
# report_unsafe_links: prints a line "unsafe" for each line FOLDER TARGET of the list of links that others may redirect
report_unsafe_links() {
  if [ ! -e "$link_list" ]; then return 0; fi
  while read -r path rest; do
    found=$(unsafe_step "$path")
    if [ -n "$found" ]; then say unsafe "$found" "$rest"; fi
  done <"$link_list"
  rm -f "$link_list"
}

# is_own_link PATH: true for a link into the current generation
is_own_link() { [ -L "$1" ] && case "$(readlink "$1")" in "$state_dir/current/"*) true ;; *) false ;; esac; }

# tree_faults TREE ID: prints the files whose content, mode or existence differs from the manifest; "manifest" if it is
# not that of the id
tree_faults() {
  if [ ! -f "$1/manifest" ]; then echo manifest; return 0; fi
  sh -c "$snapshot" sh "$1" | awk -v tree="$1" -v id="$2" "$etc_reader$etc_drift" side=to "$1/manifest" side=machine -
}
# report_files_drift MANIFEST TREE: prints the drift of the generation and of its files below /etc, and writes the
# questions of other areas
report_files_drift() {
  link_list=$scratch.links
  awk -v tree="$2" -v questions=$scratch.questions "$etc_paths" "$1" | xargs -r -d '\n' sh -c "$snapshot" sh |
    awk -v tree="$2" -v id="${2##*/}" -v prefix='drift\ttree\t' -v entries=1 -v link_list="$link_list" \
      "$etc_reader$etc_drift" side=to "$1" side=machine -
  report_unsafe_links
}
# report_etc_refusals WANTED OWN-MANIFEST...: prints what prevents the entries of the manifest WANTED: foreign files,
# which Troupe wrote for none of the other manifests, folders that others than root may write, and mounts. For a probe,
# writes the questions of other areas.
report_etc_refusals() {
  wanted=$1 link_list=${scratch:-$run_dir/move}.links questions=${scratch:+$scratch.questions}
  shift
  for own; do set -- "$@" side=own "$own"; shift; done
  awk -v questions="$questions" "$etc_paths" "$wanted" | xargs -r -d '\n' sh -c "$look" sh |
    awk -v link_list="$link_list" "$etc_reader$etc_refusals" "$@" side=to "$wanted" side=mounts /proc/self/mountinfo side=machine -
  report_unsafe_links
}
