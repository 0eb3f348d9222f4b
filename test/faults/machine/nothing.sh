#!/bin/sh
# Programs of the simulated machine that do nothing: journalctl, systemd-analyze, dpkg-query, apt-get, apt-cache.
exit 0
