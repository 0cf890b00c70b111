#!/bin/sh
# The packages were installed by `rpm --root` from outside; here they are used. Runs as root: root-test.sh VERSION
set -eu
. "$(dirname "$0")/steps.sh"
version=$1
[ "$(salt --version)" = "salt $version (salt-ts)" ] || die "salt --version says $(salt --version)"
report_is_true "$version" /usr/lib/salt
grep -q '^user: salt$' /etc/salt/master || die "/etc/salt/master does not name the account"
[ "$(stat -c '%U %a' /etc/salt/pki/master)" = "salt 700" ] || die "modes of pki/master"
printf 'interface: 127.0.0.1\n' > /etc/salt/master.d/here.conf
printf 'master: 127.0.0.1\nid: web1\n' > /etc/salt/minion.d/here.conf
salt-master -d
salt-minion -d
until_says web1 salt-key -l all --out=json
salt-key -y -a web1 >/dev/null 2>&1 || true
until_says 'web1: true' salt web1 test.ping --out=yaml
stop_daemons
