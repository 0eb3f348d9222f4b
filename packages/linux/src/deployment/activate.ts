/** What a person, or a first boot, runs on a machine instead of a deployer: the agent's verbs in their order. */
import { sh } from "../agent/script/sh.ts";

/**
 * Where a package that is unpacked at `/` puts what it brings, until that is activated.
 *
 * @example
 * incomingFolder("5a554250cea1c61b76e75e010cf73c9f"); // => "/var/lib/troupe/incoming/5a554250cea1c61b76e75e010cf73c9f"
 */
export const incomingFolder = (id: string): string => `/var/lib/troupe/incoming/${id}`;

/** Seconds in which a person has to log in again and confirm. */
export const confirmSeconds = 300;

/**
 * POSIX sh; ASCII only. It lies beside `agent` and `generation/`, and makes the machine that generation, the way `troupe apply`
 * does: verified, staged, armed, switched, checked, confirmed.
 */
export const activationScript = (id: string): string => `${head(id)}${body}`;

const head = (id: string): string => `#!/bin/sh
# Written by Troupe. Makes this machine what lies in generation/. As root:
#   sh activate                switch; taken back after ${confirmSeconds} seconds unless somebody confirms
#   sh activate confirm        confirm: over a new login, which proves that the machine can still be reached
#   sh activate --unattended   switch, and confirm if all is well: for first boots, where nobody could be locked out
#   --adopt /etc/PATH          take over this file, which Troupe did not write; the original is kept (may be given again)
id=${id}
window=${confirmSeconds}
`;

const body = sh`
set -euf
export LC_ALL=C PATH="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
umask 022
T=$(printf '\t')
NL='
'
say() { printf '%s\n' "$*"; }
die() { printf 'troupe: %s\n' "$*" >&2; exit 1; }
usage() { sed -n 's/^#   //p' "$0" >&2; exit 64; }

verb=switch unattended=no adopt=
while [ $# -gt 0 ]; do
  case $1 in
    confirm) verb=confirm ;;
    --unattended) unattended=yes ;;
    --adopt)
      if [ $# = 1 ]; then usage; fi
      adopt=$adopt\${2#/etc/}$NL
      shift ;;
    *) usage ;;
  esac
  shift
done
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
if [ "$(id -u)" != 0 ]; then die "only root can do this."; fi
if [ ! -f "$here/agent" ] || [ ! -f "$here/generation/manifest" ]; then die "agent and generation/ must lie beside $0."; fi
machine=$(sed -n "s/^machine$T//p" "$here/generation/manifest")

# ask VERB ARGUMENTS...: the agent's answer, and the fields of its last line
ask() {
  answer=$(sh -c 'TROUPE=$(cat "$0") && eval "$TROUPE"' "$here/agent" "$@") || :
  end=$(field end | tail -n 1)
  case $end in
    unsupported*) die "Troupe cannot work on this machine: it needs \${end#unsupported$T}." ;;
    '') die "the agent gave no answer." ;;
  esac
}
field() { printf '%s\n' "$answer" | sed -n "s/^$1$T//p"; }
# ask_patiently VERB ARGUMENTS...: until nobody else is at it
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
# why: what the agent says about a failure
why() {
  field failed | while IFS=$T read -r kind name state rest; do
    case $kind in
      health) say "The health check $name did not succeed within $state s:" ;;
      unit) say "$name is $state:" ;;
      *) say "The switch failed:" ;;
    esac
  done
  field afterwards | while IFS=$T read -r unit rest; do say "$unit is not well after going back, either."; done
  field log | sed "s/^[^$T]*$T//; s/^/  /"
}

stage() {
  tree=$(mktemp -d)
  trap 'rm -rf "$tree" "$tree.tar.gz"' EXIT
  cp -R "$here/generation/." "$tree/"
  # However it came here, modes may have been lost on the way.
  find "$tree" -type d -exec chmod 755 {} +
  sed -n "s/^file$T[0-9a-f]*$T\([0-7]*$T\)/\1/p" "$tree/manifest" | while IFS=$T read -r mode path; do
    if [ -f "$tree/$path" ]; then chmod "$mode" "$tree/$path"; fi
  done
  chmod 644 "$tree/manifest"
  chmod 600 "$tree/provenance.json"
  tar -czf "$tree.tar.gz" -C "$tree" .
  ask stage "$id" archive <"$tree.tar.gz"
  if [ "$end" = staged ]; then return 0; fi
  why >&2
  case $end in
    *install) die "packages of $machine cannot be installed; nothing was switched." ;;
    *) die "what lies in $here/generation is not the generation $id; nothing was switched." ;;
  esac
}

switch() {
  ask probe - </dev/null
  # A switch that nobody confirmed is taken back before anything else happens.
  expected=$(field pending | cut -f2)
  if [ -z "$expected" ]; then expected=$(field current); fi
  ask_patiently switch "$id" "$expected" 60 "$window" "$(id -un)@$(uname -n)"
  field did | tr "$T" ' '
  case $end in
    pending*) return 0 ;;
    reverted*)
      why >&2
      die "$machine went back to what it ran before." ;;
    *conflict)
      field foreign | while IFS=$T read -r path rest; do say "/etc/$path is there, and Troupe did not write it."; done >&2
      die "nothing was switched. Move these files away, or take them over with --adopt PATH." ;;
    *) die "nothing was switched: $end." ;;
  esac
}

confirm() {
  ask_patiently confirm "$id"
  if [ "$end" = confirmed ]; then
    say "$machine runs generation $id."
    case $here in /var/lib/troupe/incoming/*) rm -rf "$here" ;; esac
    return 0
  fi
  why >&2
  die "$machine does not run generation $id: it went back, or nobody switched it."
}

if [ $verb = confirm ]; then confirm; exit; fi
stage
switch
if [ $unattended = yes ]; then confirm; exit; fi
say "$machine runs generation $id, for $window seconds unless you confirm it. Log in again, and:"
say "  sh $here/activate confirm"
`;
