#!/bin/sh
# What apt and people do with the packages, in a bare Debian of its own without network and without systemd:
# chroot-test.sh VERSION NEXT_VERSION (packages in /tmp). Runs as root.
set -eu
export DEBIAN_FRONTEND=noninteractive

step() { printf '== %s\n' "$*"; }
die() { printf 'FAILED: %s\n' "$*"; exit 1; }
until_says() { # until_says WHAT COMMAND...: within 60 seconds
  what=$1
  shift
  tries=0
  while :; do
    said=$("$@" 2>&1) || true
    case $said in *"$what"*) return 0 ;; esac
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || die "'$*' never said '$what': $said"
    sleep 0.5
  done
}
stop() { # by their own pid files, and until they are gone
  for daemon in minion master; do
    pid=$(cat "/var/run/salt-$daemon.pid")
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  done
}
sums() { find /etc/salt -type f -exec sha256sum {} + | sort; find /etc/salt -printf '%p %M %u %g\n' | sort; }
# What lies on the machine and belongs to it, but for what any installation of a package changes.
listing() {
  find / -xdev \( -path /proc -o -path /dev -o -path /tmp -o -path /sys -o -path /run -o -path /var/lib/dpkg \
    -o -path /var/log -o -path /var/cache/ldconfig \) -prune -o -printf '%p %M %u %g\n' |
    grep -v -e '^/etc/\(passwd\|group\|shadow\|gshadow\|subuid\|subgid\)-\? ' -e '^/var/lib/systemd' | sort
}
install_all() { dpkg --install "/tmp/salt-common_$1_amd64.deb" "/tmp/salt-master_$1_amd64.deb" "/tmp/salt-minion_$1_amd64.deb" >/tmp/dpkg.log 2>&1 </dev/null || { cat /tmp/dpkg.log; die "dpkg --install of $1"; }; }
remove_all() { dpkg "$1" salt-minion salt-master salt-common >/tmp/dpkg.log 2>&1 || { cat /tmp/dpkg.log; die "dpkg $1"; }; }

version=$1 next=$2
command -v node >/dev/null && die "node is here: this is no bare root"

step "nothing is left of an installation that was purged"
useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin salt
rm -f /etc/*-
listing > /tmp/before
install_all "$version"
grep -q '^user: salt$' /etc/salt/master || die "/etc/salt/master does not name the account"
[ "$(stat -c '%U %a' /etc/salt/pki/master)" = "salt 700" ] || die "modes of pki/master"
[ "$(stat -c '%U %a' /etc/salt/pki/minion)" = "root 700" ] || die "modes of pki/minion"
remove_all --remove
[ -f /etc/salt/minion ] && [ -f /etc/logrotate.d/salt-minion ] || die "a removal took configuration along"
remove_all --purge
rm -f /etc/*-
listing > /tmp/after
diff /tmp/before /tmp/after || die "the purge left or took something"

step "the configuration and keys of a Salt that was here before are taken over"
mkdir -p /etc/salt/pki/master/minions /etc/salt/pki/minion /etc/salt/master.d /etc/salt/minion.d
printf 'interface: 127.0.0.1\n# mine\n' > /etc/salt/master
printf 'master: 127.0.0.1\nid: web1\n' > /etc/salt/minion
printf 'user: salt\n' > /etc/salt/master.d/account.conf
cp -a /tmp/keys/master/. /etc/salt/pki/master/
cp -a /tmp/keys/minion/. /etc/salt/pki/minion/
chown -R salt:salt /etc/salt/pki/master
chmod 700 /etc/salt/pki/master /etc/salt/pki/master/minions /etc/salt/pki/minion
sums > /tmp/sums
install_all "$version"
sums | diff /tmp/sums - || die "the installation changed /etc/salt"
[ "$(salt --version)" = "salt $version (salt-ts)" ] || die "salt --version says $(salt --version)"
salt-master -d
salt-minion -d
until_says 'web1: true' salt web1 test.ping --out=yaml
[ "$(stat -c %U "/proc/$(cat /var/run/salt-master.pid)")" = salt ] || die "the master works as another account"
sums | grep -v -e minions_ -e '/minion_master.pub ' | diff /tmp/sums - >/tmp/diff || true
grep '^<' /tmp/diff && die "the daemons changed what was there"
until_says hello salt web1 cmd.run 'echo hello'

step "an upgrade keeps what was changed"
echo '# mine' >> /etc/logrotate.d/salt-master
echo '# mine too' >> /etc/salt/minion
install_all "$next"
grep -q '^# mine$' /etc/logrotate.d/salt-master || die "the changed logrotate file is gone"
grep -q '^# mine too$' /etc/salt/minion || die "the changed configuration is gone"
stop
salt-master -d
salt-minion -d
until_says "web1: $next" salt web1 grains.get saltversion --out=yaml

step "maintainer scripts do no harm when they run again"
sums > /tmp/sums
for package in salt-common salt-master salt-minion; do dpkg-reconfigure "$package" </dev/null >/dev/null 2>&1 || die "dpkg-reconfigure $package"; done
install_all "$next"
sums | diff /tmp/sums - || die "a second configuration changed /etc/salt"

step "man pages, completions, units"
for page in salt salt-key salt-master salt-minion salt-call salt-run salt-cp spm; do
  dpkg --search "/usr/share/man/man1/$page.1.gz" >/dev/null || die "no manual page of $page"
  [ -e "/usr/share/bash-completion/completions/$page" ] || die "no completion of $page"
done
grep -q '^Type=notify' /lib/systemd/system/salt-master.service || die "the master's unit"
grep -q '^KillMode=process' /lib/systemd/system/salt-minion.service || die "the minion's unit"
stop

step "removal"
remove_all --purge
[ ! -e /etc/salt ] || die "/etc/salt is still here: $(find /etc/salt)"
[ ! -e /usr/lib/salt ] || die "/usr/lib/salt is still here"
step "all went well"
