# The version of the files below /var/lib/troupe, in the file `version`. Files of 0 are from before versions.

# read_state_version: sets stored_version to that of the machine
read_state_version() {
  stored_version=0
  if [ -e $state_dir/version ]; then read -r stored_version <$state_dir/version || :; fi
  case $stored_version in '' | *[!0-9]*) stored_version=0 ;; esac
}
# require_known_version: ends the reply if a newer script wrote the files, which this script could misread
require_known_version() {
  read_state_version
  if [ "$stored_version" -gt $state_version ]; then end newer "$stored_version" $state_version; fi
}
# migrate_state: brings the files of older versions up to date, under the lock. This script reads older files too, and a
# step that is repeated changes nothing, so that a power cut is harmless.
migrate_state() {
  read_state_version
  if [ "$stored_version" -ge $state_version ]; then return 0; fi
  while [ "$stored_version" -lt $state_version ]; do
    "migrate_from_$stored_version"
    stored_version=$((stored_version + 1))
  done
  say $state_version | write_file $state_dir/version 644
  sync $state_dir
}
# migrate_before_stage: for verbs that do not hold the lock
migrate_before_stage() {
  if [ "$stored_version" = $state_version ]; then return 0; fi
  wait_for_lock
  migrate_state
  unlock
}
# migrate_from_0: manifests hold digests of private files, so that only root may read them
migrate_from_0() { find $generations_dir -mindepth 2 -maxdepth 2 -name manifest -exec chmod 600 {} +; }
