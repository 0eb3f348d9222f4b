#!/bin/sh
# Written by Troupe. Makes this machine what lies in generation/. As root:
#   sh activate                switch; taken back after @seconds@ seconds unless somebody confirms
#   sh activate confirm        confirm: over a new login, which proves that the machine can still be reached
#   sh activate --unattended   switch, and confirm if all is well: for first boots, where nobody could be locked out
#   --adopt /etc/PATH          take over this file, which Troupe did not write; the original is kept (may be given again)
#   --takeover MACHINE         let this host become another machine than MACHINE, whose configuration it runs
#   --allow-removal PACKAGE    let apt remove this package to install what is missing (may be given again)
id=@id@
window=@seconds@
set -euf
export LC_ALL=C PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
umask 022
tab=$(printf '\t')
newline='
'
say() { printf '%s\n' "$*"; }
die() { printf 'troupe: %s\n' "$*" >&2; exit 1; }
usage() { sed -n 's/^#   //p' "$0" >&2; exit 64; }

verb=switch unattended=no adopt='' removals=- takeover=''
while [ $# -gt 0 ]; do
  case $1 in
    confirm) verb=confirm ;;
    --unattended) unattended=yes ;;
    --adopt)
      if [ $# = 1 ]; then usage; fi
      adopt=$adopt${2#/etc/}$newline
      shift ;;
    --takeover)
      if [ $# = 1 ]; then usage; fi
      takeover=$2
      shift ;;
    --allow-removal)
      if [ $# = 1 ]; then usage; fi
      removals=$removals,$2
      shift ;;
    *) usage ;;
  esac
  shift
done
script_dir=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
if [ "$(id -u)" != 0 ]; then die "only root can do this."; fi
if [ ! -f "$script_dir/agent" ] || [ ! -f "$script_dir/generation/manifest" ]; then die "agent and generation/ must lie beside $0."; fi
machine=$(sed -n "s/^machine$tab//p" "$script_dir/generation/manifest")

# ask VERB ARGUMENT...: sets `reply` to the agent script's reply, `end` to the fields of its last line
ask() {
  # shellcheck disable=SC2016 # the inner shell expands these
  reply=$(sh -c 'TROUPE=$(cat "$0") && eval "$TROUPE"' "$script_dir/agent" "$@") || :
  end=$(field end | tail -n 1)
  case $end in
    unsupported*) die "Troupe cannot work on this machine: it needs ${end#unsupported"$tab"}." ;;
    newer*) die "a newer Troupe changed this machine: make the package with a newer Troupe." ;;
    '') die "the agent gave no answer." ;;
  esac
}
# field WORD: prints the lines of the reply that begin with WORD, without it
field() { printf '%s\n' "$reply" | sed -n "s/^$1$tab//p"; }
# ask_patiently VERB ARGUMENT...: asks again while another deployer is at work
ask_patiently() {
  tries=60
  while [ $tries -gt 0 ]; do
    ask "$@" <<END
$adopt
END
    case $end in busy*) ;; *) return 0 ;; esac
    tries=$((tries - 1))
    sleep 2
  done
  die "somebody else is changing this machine."
}
# show_failures: prints the failures in the reply
show_failures() {
  field failed | while IFS=$tab read -r kind name state description; do
    case $kind in
      health)
        if [ "$description" = - ]; then description=''; else description=" ($description)"; fi
        say "The health check $name$description did not succeed within $state s:" ;;
      unit) say "$name is $state:" ;;
      *) say "The switch failed:" ;;
    esac
  done
  field afterwards | while IFS=$tab read -r unit _; do say "$unit is not well after going back, either."; done
  field log | sed "s/^[^$tab]*$tab//; s/^/  /"
}

require_identity() {
  ask probe - </dev/null
  runs=$(field machine)
  case $runs in
    '' | "$machine" | "$takeover") ;;
    *) die "this host runs the configuration of machine $runs, not of $machine; nothing was changed. On purpose: --takeover $runs" ;;
  esac
}

stage() {
  # mktemp makes a folder that only root may enter, because the generation may have private files.
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  tree=$work/tree
  mkdir "$tree"
  cp -R "$script_dir/generation/." "$tree/"
  # A transport may have lost the modes, so they are set from the manifest.
  find "$tree" -type d -exec chmod 755 {} +
  sed -n "s/^file${tab}[0-9a-f]*$tab\([0-7]*$tab\)/\1/p" "$tree/manifest" | while IFS=$tab read -r mode path; do
    if [ -f "$tree/$path" ]; then chmod "$mode" "$tree/$path"; fi
  done
  chmod 600 "$tree/manifest" "$tree/provenance.json"
  tar -czf "$work/archive" -C "$tree" .
  ask stage "$id" archive "$removals" any <"$work/archive"
  if [ "$end" = staged ]; then return 0; fi
  show_failures >&2
  case $end in
    *unplanned)
      field unplanned | while IFS=$tab read -r _ package _; do say "Installing missing packages would remove $package."; done >&2
      die "nothing was switched. Declare other packages, or allow this with --allow-removal PACKAGE." ;;
    *install) die "packages of $machine cannot be installed; nothing was switched." ;;
    *) die "what lies in $script_dir/generation is not the generation $id; nothing was switched." ;;
  esac
}

switch() {
  ask probe - </dev/null
  # The agent script reverts a pending switch first, so the expected generation is the one from before.
  expected=$(field pending | cut -f2)
  if [ -z "$expected" ]; then expected=$(field current); fi
  ask_patiently switch "$id" "$expected" 60 "$window" "$(id -un)@$(uname -n)"
  field did | tr "$tab" ' '
  case $end in
    pending*) return 0 ;;
    reverted*)
      show_failures >&2
      die "$machine went back to what it ran before." ;;
    *conflict)
      field foreign | while IFS=$tab read -r path _; do say "/etc/$path is there, and Troupe did not write it."; done >&2
      die "nothing was switched. Move these files away, or take them over with --adopt PATH." ;;
    *) die "nothing was switched: $end." ;;
  esac
}

confirm() {
  ask_patiently confirm "$id"
  if [ "$end" = confirmed ]; then
    say "$machine runs generation $id."
    case $script_dir in /var/lib/troupe/incoming/*) rm -rf "$script_dir" ;; esac
    return 0
  fi
  show_failures >&2
  die "$machine does not run generation $id: it went back, or nobody switched it."
}

if [ $verb = confirm ]; then confirm; exit; fi
require_identity
stage
switch
if [ $unattended = yes ]; then confirm; exit; fi
say "$machine runs generation $id, for $window seconds unless you confirm it. Log in again, and:"
say "  sh $script_dir/activate confirm"
