/**
 * For tests: a `systemctl` with a small state of units, without processes of its own. The state of a unit is in
 * /run/units/NAME as "ACTIVE INVOCATION RELOAD-RESULT". A file /run/units/NAME.VERB makes the verb fail for the unit;
 * /run/vendor/NAME is a unit of a package, and /run/vendor/NAME.enabled its link. A unit file with a line `Bad=` is not
 * accepted. Every call is a line of /run/systemd.log.
 */
export const systemctlStub = `echo "systemctl $*" >>/run/systemd.log
verb=$1 status=0 names=
# A unit that systemd-run started has ended.
case $* in *MainPID*) exit ;; esac
case $verb in
  --version) echo 'systemd 252 (252)'; exit ;;
  list-units) exit ;;
  is-active | is-enabled) exit 3 ;;
esac
shift
while [ $# -gt 0 ]; do
  case $1 in -p) shift ;; -*) ;; *) names="$names $1" ;; esac
  shift
done
# look NAME: sets active, invocation and reload, and from the unit's file load, fragment, type and remain
look() {
  active=inactive invocation= reload= load=loaded type=simple remain= fragment=
  if [ -e "/run/units/$1" ]; then read -r active invocation reload <"/run/units/$1"; fi
  file=/dev/null
  if [ -e "/etc/systemd/system/$1" ] || [ -L "/etc/systemd/system/$1" ]; then fragment=/etc/systemd/system/$1 file=$fragment
  elif [ -e "/var/lib/troupe/current/units/$1" ]; then fragment=/run/systemd/generator/$1 file=/var/lib/troupe/current/units/$1
  elif [ -e "/run/vendor/$1" ]; then fragment=/lib/systemd/system/$1 file=/run/vendor/$1
  else
    # Targets that every machine has.
    case $1 in basic.target | default.target | multi-user.target | network.target | network-online.target | sockets.target | timers.target) ;; *) load=not-found ;; esac
    return
  fi
  if [ ! -s "$file" ]; then load=masked; return; fi
  while IFS='=' read -r key value; do
    case $key in Type) type=$value ;; RemainAfterExit) remain=yes ;; Bad) load=bad-setting ;; esac
  done <"$file"
}
# keep NAME: writes the state
keep() { echo "$active $invocation $reload" >"/run/units/$1"; }
show() {
  look "$1"
  if [ "$load" = loaded ] && [ -e "/run/vendor/$1.enabled" ]; then enabled=enabled; else enabled=static; fi
  triggers= drop_ins=
  case $1 in *.socket) triggers=\${1%socket}service ;; esac
  for path in "/etc/systemd/system/$1.d"/*.conf; do if [ -e "$path" ]; then drop_ins="$drop_ins $path"; fi; done
  printf '%s\\n' "Id=$1" "Names=$1" "LoadState=$load" "FragmentPath=$fragment" "ActiveState=$active" "SubState=$active" \\
    "Result=success" "NeedDaemonReload=no" "Type=$type" "RemainAfterExit=$remain" "InvocationID=$invocation" \\
    "ReloadResult=$reload" "DropInPaths=\${drop_ins# }" "UnitFileState=$enabled" "Triggers=$triggers" ""
}
fail() { echo "$1" >&2; status=1; }
# begin NAME: starts a unit that does not run
begin() {
  look "$1"
  if [ "$load" != loaded ]; then fail "Failed to $verb $1: Unit $1 is $load."; return; fi
  case $1 in *.socket)
    look "\${1%socket}service"; others=$active; look "$1"
    if [ "$others" = active ]; then active=failed; keep "$1"; fail "Job failed."; return; fi ;;
  esac
  number=0
  if [ -e /run/units/.count ]; then read -r number </run/units/.count; fi
  echo $((number + 1)) >/run/units/.count
  invocation=id$number reload=success active=active
  if [ "$type" = oneshot ] && [ -z "$remain" ]; then active=inactive; fi
  if [ -e "/run/units/$1.start" ]; then active=failed; fail "Job for $1 failed because of a test."; fi
  keep "$1"
}
for name in $names; do
  case $verb in
    show)
      case $name in
        *'*'*) for path in /run/units/$name; do if [ -e "$path" ]; then show "\${path##*/}"; fi; done ;;
        *) show "$name" ;;
      esac
      continue ;;
  esac
  look "$name"
  case $verb in
    stop) if [ -e "/run/units/$name.stop" ]; then fail "Job for $name canceled."; else active=inactive; keep "$name"; fi ;;
    start) if [ "$active" != active ]; then begin "$name"; fi ;;
    restart) if [ "$load" = loaded ]; then active=inactive; keep "$name"; fi; begin "$name" ;;
    reload-or-restart)
      if [ "$active" != active ]; then begin "$name"
      elif [ -e "/run/units/$name.reload" ]; then reload=exit-code; keep "$name"; fail "Job for $name failed."
      else reload=success; keep "$name"; fi ;;
    reset-failed) if [ "$active" = failed ]; then active=inactive; keep "$name"; fi ;;
  esac
done
exit $status`;
