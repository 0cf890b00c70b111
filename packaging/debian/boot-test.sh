#!/bin/sh
# The daemons as services of a systemd that is process 1, in a Debian of its own without network:
# boot-test.sh VERSION NEXT_VERSION (packages and an unpacked archive in /opt/test). Runs as root, in a service.
set -eu
export DEBIAN_FRONTEND=noninteractive HOME=/root LANG=C.UTF-8
cd /opt/test

. ./steps.sh
tell_more() { journalctl --no-pager --lines 30 --unit salt-master --unit salt-minion; }
main_pid() { systemctl show --property MainPID --value "$1"; }
is_up() { systemctl is-active --quiet "$1" || die "$1 is not active: $(systemctl status "$1" --no-pager)"; }

waiting_job() { # waiting_job: gives a job that ends once /opt/test/go is there, and prints its jid
  rm -f go
  salt --async web1 cmd.run 'while [ ! -e /opt/test/go ]; do sleep 0.2; done; echo outlived' --out=json | jid_of
}
is_at_work() { expect "$1" salt web1 saltutil.running; }
see_through() { # see_through JID: the job is still there, and its answer arrives
  is_at_work "$1"
  touch go
  until_says outlived salt-run jobs.lookup_jid "$1"
}

version=$1 next=$2
mkdir -p /etc/salt
printf 'interface: 127.0.0.1\nuser: salt\n' > /etc/salt/master
printf 'master: 127.0.0.1\nid: web1\nacceptance_wait_time: 1\n' > /etc/salt/minion

step "the packages enable and start both services, and a start comes back when they are ready"
install_packages . "$version"
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
accept_key web1
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

step "a restart of the minion ends neither its jobs nor what they have started, and a job may be that restart"
salt web1 cmd.run_bg 'exec sleep 4242' >/dev/null
until_says 4242 pgrep -af 'sleep 4242'
kept=$(pgrep -f '^sleep 4242')
old=$(main_pid salt-minion)
waiting=$(waiting_job)
until_says "$waiting" salt web1 saltutil.running
jid=$(salt --async web1 cmd.run 'systemctl restart salt-minion && echo restarted' --out=json | jid_of)
until_says restarted salt-run jobs.lookup_jid "$jid"
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml
[ "$(main_pid salt-minion)" != "$old" ] || die "the minion has not been restarted"
[ -d "/proc/$kept" ] || die "the restart took along what a job had started"
kill "$kept"
see_through "$waiting"

step "salt-api is not started before it is configured, and then serves"
[ "$(systemctl is-enabled salt-api || true)" = disabled ] || die "salt-api is enabled"
if systemctl start salt-api; then die "salt-api starts without configuration"; fi
configure_api
systemctl restart salt-master
systemctl stop salt-api
systemctl reset-failed salt-api 2>/dev/null || true
systemctl start salt-api
expect '"clients"' ask_api
[ "$(stat -c %U "/proc/$(main_pid salt-api)")" = salt ] || die "salt-api works as another account"
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml

step "a killed daemon comes back"
old=$(main_pid salt-minion)
kill -9 "$old"
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml
[ "$(main_pid salt-minion)" != "$old" ] || die "the minion is the old process"
kill -9 "$(main_pid salt-master)"
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml

step "an upgrade of the packages keeps keys, jobs and configuration, restarts the services, and ends no job"
fingerprint=$(salt-key -f web1 --out=json)
sha256sum /etc/salt/master /etc/salt/minion > sums
jid=$(salt --async web1 test.echo before-upgrade --out=json | jid_of)
until_says before-upgrade salt-run jobs.lookup_jid "$jid"
waiting=$(waiting_job)
until_says "$waiting" salt web1 saltutil.running
old=$(main_pid salt-minion)
install_packages . "$next"
for unit in salt-master salt-minion salt-api; do is_up "$unit"; done
until_says "web1: $next" salt -t 2 web1 grains.get saltversion --out=yaml
[ "$(salt-key -f web1 --out=json)" = "$fingerprint" ] || die "the minion's key is another one"
sha256sum --check --quiet sums || die "the configuration is another one"
[ "$(main_pid salt-minion)" != "$old" ] || die "the upgrade has not restarted the minion"
expect before-upgrade salt-run jobs.lookup_jid "$jid"
see_through "$waiting"

step "a removal stops the services and keeps what is the user's, a purge does not"
drop_packages . --remove
for unit in salt-master salt-minion salt-api; do
  [ "$(systemctl is-active "$unit")" != active ] || die "$unit still runs"
done
[ -e /etc/salt/pki/master/minions/web1 ] && [ -e /etc/salt/minion ] || die "a removal took keys or configuration along"
drop_packages . --purge
# The account stays, as Debian has it: files may still be its own. /opt/test and /tmp are the test's.
left=$(find / /run -xdev \( -path /proc -o -path /opt/test -o -path /tmp -o -path /var/tmp -o -path /usr/share/zoneinfo \) -prune -o -iname '*salt*' -print)
[ -z "$left" ] || die "the purge left: $left"
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
waiting=$(waiting_job)
until_says "$waiting" salt web1 saltutil.running
expect switching salt -t 120 web1 saltutil.update version="$next"
until_says 'state: updated' salt -t 5 web1 saltutil.update_status --out=yaml
expect "web1: $next" salt web1 grains.get saltversion --out=yaml
is_up salt-minion
see_through "$waiting"

goes_back() { # goes_back VERSION WORDS: an update to a minion that does what the words of shell say
  echo "$1" > tree/VERSION
  printf '#!/bin/sh\n[ "$1" != --version ] || { echo "salt-minion %s (broken)"; exit; }\n%s\n' "$1" "$2" > tree/bin/salt-minion
  release "$1"
  expect switching salt -t 120 web1 saltutil.update version="$1" deadline=15
  until_says 'state: rolled back' salt -t 5 web1 saltutil.update_status --out=yaml
  expect "web1: $next" salt web1 grains.get saltversion --out=yaml
  is_up salt-minion
}

step "an update to a release whose minion does not start goes back"
goes_back 9.9.8 'exit 1'

step "an update to a release whose minion starts and never reports in goes back"
goes_back 9.9.9 'systemd-notify --ready; exec sleep 600'
step "all went well"
