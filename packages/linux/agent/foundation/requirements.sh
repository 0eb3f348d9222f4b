# The requirements of every verb.

# require_system: begins the reply; ends it where the machine lacks a requirement
require_system() {
  say troupe-agent $reply_version
  if [ ! -d /run/systemd/system ]; then
    kernel=$(uname -s)
    if [ "$kernel" != Linux ]; then end unsupported "$kernel"; fi
    end unsupported systemd
  fi
  # The test of the owner takes no process.
  if [ ! -O / ] && [ "$(id -u)" != 0 ]; then end unsupported root; fi
  for program in flock awk tar gzip sha256sum systemd-run base64; do
    if ! command -v $program >/dev/null; then end unsupported $program; fi
  done
  require_known_version
  # A request proves that the machine can be reached, so it need not restart.
  if [ -e $run_dir/restart ]; then rm -f $run_dir/restart; fi
  keep_agent
}
