# The lock on the state of the machine. A verb holds the lock for moments only, and never while data arrives: the processes of
# a cut connection keep their locks for hours.

# lock [SECONDS]
lock() {
  mkdir -p $generations_dir $run_dir
  exec 9>>$state_dir/lock
  flock -w "${1:-20}" 9 || end busy lock 5
}
unlock() { exec 9>&-; }
