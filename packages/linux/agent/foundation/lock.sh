# The lock on the state of the machine. Only root can open it, because whoever opens a file may lock it. A verb holds
# the lock for moments only, and never while data arrives: the processes of a cut connection keep their locks for hours.

# make_run_dir: makes /run/troupe for root alone
make_run_dir() { if [ ! -d $run_dir ]; then mkdir -m 700 $run_dir 2>/dev/null || [ -d $run_dir ]; fi; }
# open_lock: opens the lock as descriptor 9. A lock from a time when others could open the folder is removed.
open_lock() {
  if [ ! -d $generations_dir ]; then mkdir -p $generations_dir; fi
  make_run_dir
  if [ "$(stat -c %a $run_dir)" != 700 ]; then
    chmod 700 $run_dir
    rm -f $run_dir/lock
  fi
  exec 9>>$run_dir/lock
}
# lock [SECONDS]
lock() {
  open_lock
  flock -w "${1:-20}" 9 || end busy lock 5
}
# wait_for_lock: waits without limit, for a revert, which must happen
wait_for_lock() {
  open_lock
  flock 9
}
unlock() { exec 9>&-; }
