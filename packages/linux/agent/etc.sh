# Moves /etc from the entries of one manifest to those of another. One awk program decides about all entries and prints
# steps, which this file carries out. New files are prepared in a folder for root alone on the same file system, and
# renamed into place, so that nobody else can redirect a write, and a full disk leaves each file as it is.

# move_etc FROM-MANIFEST FROM-TREE MANIFEST TREE
move_etc() {
  etc_tree=$4 etc_roots='' given_up='' step=''
  plan_etc_moves "$1" "$3"
  set --
  while read -r word a b c d e f; do
    if [ "$word" = item ]; then
      if [ $# -ge 500 ]; then run_etc_step "$@"; set --; fi
      set -- "$@" "$a"
      continue
    fi
    run_etc_step "$@"
    set --
    step=$word root=$a
    case $word in
      refuse) give_up "$a" "$b" ;;
      original) try_etc "$a" keep_copy "/etc/$a" "$originals_dir/etc/$a" || : ;;
      drifted) try_etc "$a" keep_drifted "$a" || : ;;
      keep) sync -f $state_dir ;;
      batch) mode=$b owner=$c:$d ;;
      rename) folder=$b ;;
      link) prepare_etc "$b" ln -s "$state_dir/current/$c" ;;
      single) prepare_etc "$e" copy_with_mode "$b" "$c:$d" "$etc_tree/$f" ;;
      restore) prepare_etc "$b" cp -aT "$originals_dir/etc/$b" ;;
      swap | away) swap_etc "$b" ;;
      sync) try_etc / sync -f $etc_roots || : ;;
    esac
  done <$run_dir/etc-moves
  run_etc_step "$@"
  if [ -n "$etc_roots" ]; then rm -rf $(printf '%s/.troupe-new\n' $etc_roots); fi
}
# plan_etc_moves FROM-MANIFEST MANIFEST: writes the steps to /run/troupe/etc-moves
plan_etc_moves() {
  adopted=$state_dir/adopted made=$state_dir/directories
  if [ ! -e $adopted ]; then adopted=/dev/null; fi
  if [ ! -e $made ]; then made=/dev/null; fi
  set -- side=from "$1" side=to "$2" side=adopted $adopted side=made $made
  awk -v originals=$originals_dir "$etc_paths" "$@" | xargs -r -d '\n' sh -c "$snapshot" sh >$run_dir/etc-machine || :
  judge_etc_moves "$@" && return 0
  if [ $? != 3 ]; then failed etc / "awk failed"; return 0; fi
  sed -n "s/^linked$tab//p" $run_dir/etc-moves | while read -r path _; do say "$path" "$(unsafe_step "$path")"; done >$run_dir/etc-links
  judge_etc_moves "$@" side=unsafe $run_dir/etc-links
}
judge_etc_moves() {
  awk -v originals=$originals_dir -v back="${TROUPE_GO_ON:-}" "$etc_reader$etc_moves" "$@" side=mounts /proc/self/mountinfo side=machine $run_dir/etc-machine >$run_dir/etc-moves
}

# give_up TARGET REASON: leaves the file as it is, and skips its later steps
give_up() {
  given_up=$given_up$newline$1
  failed etc "$1" "$2"
}
# try_etc TARGET COMMAND...: gives the file up if the command fails
try_etc() {
  tried=$1
  shift
  if "$@" 2>$run_dir/etc-error; then return 0; fi
  IFS= read -r reason <$run_dir/etc-error || reason=''
  give_up "$tried" "${reason:-it failed}"
  return 1
}
is_given_up() { [ -n "$given_up" ] && has_line "$given_up" "$1"; }
# find_staged TARGET: sets `relative` to its path below $root, `staged` to that of the prepared file
find_staged() {
  relative=$1
  if [ "$root" != /etc ]; then relative=${1#"${root#/etc/}"/}; fi
  staged=$root/.troupe-new/new/$relative
}

# run_etc_step ITEM...: carries out $step for many files with few processes
run_etc_step() {
  if [ $# = 0 ]; then return 0; fi
  case $step in
    roots)
      etc_roots=$*
      for root; do try_etc / make_stage "$root" || :; done ;;
    batch) prepare_batch "$@" ;;
    remove) remove_batch "$@" ;;
    prune)
      rmdir -- "$@" 2>/dev/null || rmdir -- "$@" 2>/dev/null || :
      # shellcheck disable=SC2094 # write_file renames, so the loop reads the old file to its end
      while read -r path; do if [ -d "$path" ]; then say "$path"; fi; done <$state_dir/directories | sort -u | write_file $state_dir/directories 644 || : ;;
    folders)
      try_etc / record_directories "$@" || :
      mkdir -m 755 -- "$@" 2>/dev/null || : ;;
    rename) rename_batch "$@" ;;
    drop) drop_batch "$@" ;;
  esac
}
make_stage() { rm -rf "$1/.troupe-new" && mkdir -m 700 "$1/.troupe-new" "$1/.troupe-new/new" "$1/.troupe-new/old"; }

# prepare_batch TARGET...: copies files of the generation with $mode and $owner
prepare_batch() {
  if [ -z "$given_up" ] && copy_batch "$@" 2>/dev/null; then return 0; fi
  for target; do
    if is_given_up "$target"; then continue; fi
    find_staged "$target"
    if ! try_etc "$target" copy_batch "$target"; then rm -f "$staged"; continue; fi
    # Renamed at once, the file frees the space of the file that it replaces.
    if [ -f "/etc/$target" ] && sync "$staged"; then mv -fT "$staged" "/etc/$target" 2>/dev/null || :; fi
  done
}
copy_batch() {
  if [ "$root" != /etc ]; then for target; do find_staged "$target"; set -- "$@" "$relative"; shift; done; fi
  (
    cd "$etc_tree/etc${root#/etc}" && cp -P --parents -t "$root/.troupe-new/new" -- "$@" &&
      cd "$root/.troupe-new/new" && chown -h "$owner" -- "$@" && chmod "$mode" -- "$@"
  )
}
# prepare_etc TARGET COMMAND...: prepares a file with the command, whose last argument is the path
prepare_etc() {
  if is_given_up "$1"; then return 0; fi
  find_staged "$1"
  target=$1
  shift
  if [ ! -d "${staged%/*}" ]; then mkdir -p "${staged%/*}" || :; fi
  try_etc "$target" "$@" "$staged" || rm -rf "$staged"
}
# copy_with_mode MODE OWNER SOURCE PATH
copy_with_mode() { cp -T "$3" "$4" && chown -h "$2" "$4" && chmod "$1" "$4"; }

# rename_batch TARGET...: renames prepared files into $folder
rename_batch() {
  for target; do
    find_staged "$target"
    if exists "$staged" && ! is_given_up "$target"; then set -- "$@" "$staged"; fi
    shift
  done
  if [ $# = 0 ] || mv -f -t "$folder" -- "$@" 2>/dev/null; then return 0; fi
  for staged; do
    path=$folder/${staged##*/}
    if exists "$staged"; then try_etc "${path#/etc/}" mv -fT "$staged" "$path" || :; fi
  done
}
# swap_etc TARGET: moves away what is at the path, which may be a folder, and renames the prepared file into place
swap_etc() {
  if is_given_up "$1"; then return 0; fi
  find_staged "$1"
  old=$root/.troupe-new/old/$relative
  mkdir -p "${old%/*}" || :
  if exists "/etc/$1" && ! try_etc "$1" mv -T "/etc/$1" "$old"; then return 0; fi
  if [ $step = swap ]; then try_etc "$1" swap_in "/etc/$1" || :; fi
}
# swap_in PATH: renames the prepared file to the free PATH, or what was there back
swap_in() { mv -T "$staged" "$1" || { if exists "$old"; then mv -T "$old" "$1"; fi; return 1; }; }
# remove_batch TARGET...
remove_batch() {
  for target; do
    if ! is_given_up "$target"; then set -- "$@" "/etc/$target"; fi
    shift
  done
  if [ $# = 0 ] || rm -f -- "$@" 2>/dev/null; then return 0; fi
  for path; do if exists "$path"; then try_etc "${path#/etc/}" rm -f -- "$path" || :; fi; done
}
# drop_batch TARGET...: removes originals that have their place again
drop_batch() {
  for target; do
    if ! is_given_up "$target"; then set -- "$@" "etc/$target"; fi
    shift
  done
  if [ $# = 0 ]; then return 0; fi
  (
    cd $originals_dir && rm -rf -- "$@"
    for path; do set -- "$@" "${path%/*}"; shift; done
    rmdir -p --ignore-fail-on-non-empty -- "$@" 2>/dev/null || :
  )
}
