# Runs the verb. The last lines of the script, so that a script that was cut off on its way does nothing.
verb=${1:-}
if [ $# -gt 0 ]; then shift; fi
case $verb in
  probe | compare | lock_inputs | build | lacks | import | stage | switch | confirm | activate | commit | revert) "$verb" "$@" ;;
  *) echo "troupe: there is no $verb" >&2; exit 64 ;;
esac
