# Runs the verb. The last lines of the script, so that a script that was cut off on its way does nothing.
verb=${1:-}
if [ $# -gt 0 ]; then shift; fi
case $verb in
  probe | fetch | stage | switch | confirm | install | move | settle | activate | revert | restore | boot | assert | last_resort) "$verb" "$@" ;;
  *) echo "troupe: there is no $verb" >&2; exit 64 ;;
esac
