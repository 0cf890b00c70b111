#!/bin/sh
# Starts what the two images start, in their roots and one network, until both are healthy. Runs as root in namespaces
# of its own: steps-test.sh MASTER_ROOT MINION_ROOT, with /start, /health and /exec in each root.
set -eu
master=$1 minion=$2
. "$(dirname "$0")/../packaging/testing/steps.sh"
tell_more() { tail -n 20 "$master/tmp/log" "$minion/tmp/log"; }
inside() { root=$1; shift; timeout "${limit:-60}" chroot "$root" "$@"; }
ip link set lo up 2>/dev/null || true
mount --make-rprivate /
for root in "$master" "$minion"; do
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  echo '127.0.0.1 salt' > "$root/etc/hosts"
done
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
echo "master and minion are healthy, and a job was run"
