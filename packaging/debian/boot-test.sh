#!/bin/sh
# The daemons as services of a systemd that is process 1, in a Debian of its own without network:
# boot-test.sh VERSION NEXT_VERSION (packages and an unpacked archive in /opt/test). Runs as root, in a service.
set -eu
export DEBIAN_FRONTEND=noninteractive HOME=/root LANG=C.UTF-8
cd /opt/test

step() { printf '== %s (%s s)\n' "$*" "$(($(date +%s) - began))"; }
die() {
  printf 'FAILED: %s\n' "$*"
  journalctl --no-pager --lines 30 --unit salt-master --unit salt-minion || true
  exit 1
}
expect() { # expect WHAT COMMAND...
  what=$1
  shift
  said=$("$@" 2>&1) || true
  case $said in *"$what"*) ;; *) die "'$*' did not say '$what' but: $said" ;; esac
}
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
install_all() { dpkg --install "salt-common_$1_amd64.deb" "salt-master_$1_amd64.deb" "salt-minion_$1_amd64.deb" >dpkg.log 2>&1 </dev/null || { cat dpkg.log; die "dpkg --install of $1"; }; }
main_pid() { systemctl show --property MainPID --value "$1"; }
is_up() { systemctl is-active --quiet "$1" || die "$1 is not active: $(systemctl status "$1" --no-pager)"; }

version=$1 next=$2
began=$(date +%s)
mkdir -p /etc/salt
printf 'interface: 127.0.0.1\nuser: salt\n' > /etc/salt/master
printf 'master: 127.0.0.1\nid: web1\nacceptance_wait_time: 1\n' > /etc/salt/minion

step "the packages enable and start both services, and a start comes back when they are ready"
install_all "$version"
said=$(salt --version 2>&1 >/dev/null)
[ -z "$said" ] || die "a command says on its standard error: $said"
for unit in salt-master salt-minion; do
  is_up "$unit"
  [ "$(systemctl is-enabled "$unit")" = enabled ] || die "$unit is not enabled"
done
systemctl stop salt-master
systemctl start salt-master
salt-run manage.up >/dev/null || die "the master's ports are not open when systemctl start comes back"
[ "$(stat -c %U "/proc/$(main_pid salt-master)")" = salt ] || die "the master works as another account"
until_says web1 salt-key -l un --out=json
salt-key -y -a web1 >/dev/null
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml
salt web1 state.single file.managed /root/by-state contents=made >/dev/null || die "a state fails"

step "the units' settings are in force, and the minion can still change the machine"
[ "$(systemctl show -p ProtectSystem --value salt-master)" = full ] || die "ProtectSystem of the master"
grep -q '^NoNewPrivs:.*1' "/proc/$(main_pid salt-master)/status" || die "NoNewPrivileges of the master"
expect 'Read-only file system' nsenter -t "$(main_pid salt-master)" -m touch /usr/of-the-master
expect 'True' salt web1 service.status salt-minion
expect 'True' salt web1 service.enabled salt-minion
expect 'True' salt web1 user.add deploy
grep -q '^deploy:' /etc/passwd || die "user.add made no account"
mkdir -p hello/DEBIAN
printf 'Package: hello-local\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@test.invalid>\nDescription: test\n' > hello/DEBIAN/control
dpkg-deb --build hello hello.deb >/dev/null
expect 'hello-local' salt -t 60 web1 pkg.install sources='[{"hello-local": "/opt/test/hello.deb"}]'
expect '42' salt web1 cmd.run 'echo $((40 + 2))'

step "service.* and service.running with the real systemd"
cat > /lib/systemd/system/greeter.service <<'UNIT'
[Service]
ExecStart=/bin/sleep infinity
[Install]
WantedBy=multi-user.target
UNIT
expect 'Result: True' salt web1 state.single service.running greeter enable=True
systemctl is-active --quiet greeter || die "service.running did not start greeter"
[ "$(systemctl is-enabled greeter)" = enabled ] || die "service.running did not enable greeter"
expect 'already' salt web1 state.single service.running greeter enable=True
pid=$(main_pid greeter)
expect True salt web1 service.restart greeter
[ "$(main_pid greeter)" != "$pid" ] || die "service.restart left the old process"
expect 'Result: True' salt web1 state.single service.dead greeter enable=False
[ "$(systemctl is-active greeter)" = inactive ] || die "service.dead left greeter running"
expect True salt web1 service.mask greeter
[ "$(systemctl is-enabled greeter || true)" = masked ] || die "service.mask did not mask greeter"
expect True salt web1 service.unmask greeter
expect greeter salt web1 service.get_all
expect False salt web1 service.available no-such-service

step "what a job has started outlives a restart of the minion, and the job that restarts it is answered with why it ended"
salt web1 cmd.run_bg 'exec sleep 4242' >/dev/null
until_says 4242 pgrep -af 'sleep 4242'
kept=$(pgrep -f '^sleep 4242')
old=$(main_pid salt-minion)
jid=$(salt --async web1 cmd.run 'systemctl restart salt-minion && echo done' --out=json | grep -o '[0-9]\{20\}' | head -n1)
until_says 'The job was ended while a command was running' salt-run jobs.lookup_jid "$jid"
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml
[ "$(main_pid salt-minion)" != "$old" ] || die "the minion has not been restarted"
[ -d "/proc/$kept" ] || die "the restart took along what a job had started"
kill "$kept"
salt web1 cmd.run_bg 'systemctl restart salt-minion' >/dev/null
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml

step "a killed daemon comes back"
old=$(main_pid salt-minion)
kill -9 "$old"
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml
[ "$(main_pid salt-minion)" != "$old" ] || die "the minion is the old process"
kill -9 "$(main_pid salt-master)"
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml

step "an upgrade of the packages keeps keys, jobs and configuration, and restarts the services"
fingerprint=$(salt-key -f web1 --out=json)
sha256sum /etc/salt/master /etc/salt/minion > sums
jid=$(salt --async web1 test.echo before-upgrade --out=json | grep -o '[0-9]\{20\}' | head -n1)
until_says before-upgrade salt-run jobs.lookup_jid "$jid"
install_all "$next"
for unit in salt-master salt-minion; do is_up "$unit"; done
until_says "web1: $next" salt -t 2 web1 grains.get saltversion --out=yaml
[ "$(salt-key -f web1 --out=json)" = "$fingerprint" ] || die "the minion's key is another one"
sha256sum --check --quiet sums || die "the configuration is another one"
expect before-upgrade salt-run jobs.lookup_jid "$jid"

step "a removal stops the services and keeps what is the user's, a purge does not"
dpkg --remove salt-minion salt-master salt-common >dpkg.log 2>&1 || { cat dpkg.log; die "dpkg --remove"; }
for unit in salt-master salt-minion; do
  [ "$(systemctl is-active "$unit")" != active ] || die "$unit still runs"
done
[ -e /etc/salt/pki/master/minions/web1 ] && [ -e /etc/salt/minion ] || die "a removal took keys or configuration along"
dpkg --purge salt-minion salt-master salt-common >dpkg.log 2>&1 || { cat dpkg.log; die "dpkg --purge"; }
[ ! -e /etc/salt ] || die "/etc/salt is still here: $(find /etc/salt)"
grep -q '^deploy:' /etc/passwd && [ -e /root/by-state ] || die "the purge took what is not its own"

step "the archive's units, and a minion that updates itself as a service"
"./salt-$version/install.sh" >/dev/null
# The shell remembers where the commands of the packages were.
hash -r
printf 'interface: 127.0.0.1\nauto_accept: true\n' > /etc/salt/master
printf 'master: 127.0.0.1\nid: web1\nacceptance_wait_time: 1\n' > /etc/salt/minion
systemctl start salt-master salt-minion
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml
releases=/srv/salt/salt-releases
release() { # release VERSION: the tree with another version, as an archive on the file server
  name=salt-$1-linux-$(uname -m | sed 's/x86_64/x64/;s/aarch64/arm64/').tar.gz
  tar -C /opt/test -I 'gzip -1' -cf "$releases/$name" tree
  (cd "$releases" && sha256sum "$name" > "$name.sha256")
}
mkdir -p "$releases"
mv "salt-$version" tree
echo "$next" > tree/VERSION
rm -f tree/lib/bundle/*.compiled
sed -i "s/VERSION=\"$version\"/VERSION=\"$next\"/g" tree/lib/bundle/*.js
release "$next"
expect switching salt -t 120 web1 saltutil.update version="$next"
until_says 'state: updated' salt -t 5 web1 saltutil.update_status --out=yaml
expect "web1: $next" salt web1 grains.get saltversion --out=yaml
is_up salt-minion

step "an update to a release that does not start goes back"
echo 9.9.9 > tree/VERSION
printf '#!/bin/sh\n[ "$1" = --version ] && echo "salt-minion 9.9.9 (broken)"\n' > tree/bin/salt-minion
release 9.9.9
expect switching salt -t 120 web1 saltutil.update version=9.9.9 deadline=15
until_says 'state: rolled back' salt -t 5 web1 saltutil.update_status --out=yaml
expect "web1: $next" salt web1 grains.get saltversion --out=yaml
is_up salt-minion
step "all went well"
