#!/bin/sh
# What apt and people do with the packages, in a bare Debian of its own without network and without systemd:
# chroot-test.sh VERSION NEXT_VERSION (packages in /tmp). Runs as root.
set -eu
export DEBIAN_FRONTEND=noninteractive

. "$(dirname "$0")/steps.sh"
sums() { find /etc/salt -type f -exec sha256sum {} + | sort; find /etc/salt -printf '%p %M %u %g\n' | sort; }
# What lies on the machine and belongs to it, but for what any installation of a package changes.
listing() {
  find / -xdev \( -path /proc -o -path /dev -o -path /tmp -o -path /sys -o -path /run -o -path /var/lib/dpkg \
    -o -path /var/log -o -path /var/cache/ldconfig \) -prune -o -printf '%p %M %u %g\n' |
    grep -v -e '^/etc/\(passwd\|group\|shadow\|gshadow\|subuid\|subgid\)-\? ' -e '^/var/lib/systemd' | sort
}

version=$1 next=$2
command -v node >/dev/null && die "node is here: this is no bare root"

step "nothing is left of an installation that was purged"
useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin salt
rm -f /etc/*-
listing > /tmp/before
install_packages /tmp "$version"
grep -q '^user: salt$' /etc/salt/master || die "/etc/salt/master does not name the account"
[ "$(stat -c '%U %a' /etc/salt/pki/master)" = "salt 700" ] || die "modes of pki/master"
[ "$(stat -c '%U %a' /etc/salt/pki/minion)" = "root 700" ] || die "modes of pki/minion"
drop_packages /tmp --remove
[ -f /etc/salt/minion ] && [ -f /etc/logrotate.d/salt-minion ] || die "a removal took configuration along"
drop_packages /tmp --purge
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
install_packages /tmp "$version"
sums | diff /tmp/sums - || die "the installation changed /etc/salt"
[ "$(salt --version)" = "salt $version (salt-ts)" ] || die "salt --version says $(salt --version)"
report_is_true "$version" /usr/lib/salt
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
install_packages /tmp "$next"
grep -q '^# mine$' /etc/logrotate.d/salt-master || die "the changed logrotate file is gone"
grep -q '^# mine too$' /etc/salt/minion || die "the changed configuration is gone"
stop_daemons
salt-master -d
salt-minion -d
until_says "web1: $next" salt web1 grains.get saltversion --out=yaml

step "maintainer scripts do no harm when they run again"
sums > /tmp/sums
for package in salt-common salt-master salt-minion salt-api; do dpkg-reconfigure "$package" </dev/null >/dev/null 2>&1 || die "dpkg-reconfigure $package"; done
install_packages /tmp "$next"
sums | diff /tmp/sums - || die "a second configuration changed /etc/salt"

step "man pages, completions, units"
for page in salt salt-api salt-key salt-master salt-minion salt-call salt-run salt-cp spm; do
  dpkg --search "/usr/share/man/man1/$page.1.gz" >/dev/null || die "no manual page of $page"
  [ -e "/usr/share/bash-completion/completions/$page" ] || die "no completion of $page in bash"
  [ -e "/usr/share/fish/vendor_completions.d/$page.fish" ] || die "no completion of $page in fish"
done
[ -e /usr/share/zsh/vendor-completions/_salt ] || die "no completion in zsh"
grep -q '^Type=notify' /lib/systemd/system/salt-master.service || die "the master's unit"
grep -q '^KillMode=process' /lib/systemd/system/salt-minion.service || die "the minion's unit"
stop_daemons

step "removal"
drop_packages /tmp --purge
[ ! -e /etc/salt ] || die "/etc/salt is still here: $(find /etc/salt)"
[ ! -e /usr/lib/salt ] || die "/usr/lib/salt is still here"
step "all went well"
