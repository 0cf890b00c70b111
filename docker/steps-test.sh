#!/bin/sh
# Starts what the two images start, in their roots and one network, until both are healthy. Runs as root in namespaces
# of its own: steps-test.sh MASTER_ROOT MINION_ROOT, with /start, /health and /exec in each root, /api and /api-health in the first. The master's root is
# read-only but for its VOLUMES and what is IN_MEMORY (words as in compose.yaml: /run/it:uid=1,mode=0700).
set -eu
master=$1 minion=$2
. "$(dirname "$0")/../packaging/testing/steps.sh"
tell_more() { tail -n 20 "$master/tmp/log" "$minion/tmp/log"; }
inside() { root=$1; shift; timeout "${limit:-60}" chroot "$root" "$@"; }
ip link set lo up 2>/dev/null || true
mount --make-rprivate /
mount --bind "$master" "$master"
# /var/run is a link, which leads out of the root unless it is followed inside.
within() { chroot "$master" readlink -f "$1"; }
for named in $VOLUMES; do
  volume=$(within "$named")
  mkdir -p "$master.volumes${volume%/*}"
  # A new volume begins as what the image has there, its owner included.
  cp -a -T "$master$volume" "$master.volumes$volume"
  mount --bind "$master.volumes$volume" "$master$volume"
done
for root in "$master" "$minion"; do
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  echo '127.0.0.1 salt' > "$root/etc/hosts"
done
for place in $IN_MEMORY; do
  options=${place#*:}
  [ "$options" != "$place" ] || options=mode=1777
  mount -t tmpfs -o "$options" tmpfs "$master$(within "${place%%:*}")"
done
mount -o remount,bind,ro "$master"
if touch "$master/opt/written" 2>/dev/null; then die "the master's root is not read-only"; fi
if inside "$master" /health >/dev/null 2>&1; then die "healthy without a master"; fi
chroot "$master" /start > "$master/tmp/log" 2>&1 &
until_succeeds "the master is not healthy" inside "$master" /health
chroot "$minion" /start > "$minion/tmp/log" 2>&1 &
until_succeeds "no key came" sh -c "chroot $master /exec salt-key -l un --out=txt | grep -q web1"
limit=5
if inside "$minion" /health >/dev/null 2>&1; then die "a minion is healthy before its key is accepted"; fi
limit=30
inside "$master" /exec salt-key -y -a web1 >/dev/null
until_succeeds "the minion is not healthy" inside "$minion" /health
until_succeeds "no answer" sh -c "chroot $master /exec salt web1 cmd.run 'echo from the minion' | grep -q 'from the minion'"
chroot "$master" /api >> "$master/tmp/log" 2>&1 &
until_succeeds "the api is not healthy" inside "$master" /api-health
case $(ask_api) in *'"clients"'*) ;; *) die "the api does not answer" ;; esac
echo "master, minion and api are healthy, and a job was run"
