#!/bin/sh
# `systemd-cat` of the simulated machine.
/usr/bin/cat >>/run/machine/journal
