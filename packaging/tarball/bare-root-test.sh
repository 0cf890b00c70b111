#!/bin/sh
# What a user does with the archive on a machine that has no Node, no npm, no compiler and no network.
# Runs as root in a bare root of its own: bare-root-test.sh ARCHIVE VERSION NEXT_ARCHIVE NEXT_VERSION
set -eu

. "$(dirname "$0")/steps.sh"
start() { salt-master -d; salt-minion -d; }

archive=$1 version=$2 next_archive=$3 next_version=$4
for program in node npm gcc python3; do
  if command -v "$program" >/dev/null; then die "$program is here: this is no bare root"; fi
done
cd /tmp

step "unpack and install"
start_laps
tar -xzf "$archive"
lap unpacking
"./salt-$version-linux-x64/install.sh"
lap install.sh
expect "salt $version" salt --version
said=$(salt --version 2>&1 >/dev/null)
[ -z "$said" ] || die "a command says on its standard error: $said"
report_is_true "$version" /opt/salt/current
rm -rf "salt-$version-linux-x64"
for program in /opt/salt/current/bin/*; do
  name=${program##*/}
  for file in "man/man1/$name.1" "bash-completion/completions/$name" "fish/vendor_completions.d/$name.fish" zsh/site-functions/_salt; do
    [ -s "/usr/local/share/$file" ] || die "$file is missing"
  done
done

step "master and minion"
printf 'interface: 127.0.0.1\n' > /etc/salt/master
printf 'master: 127.0.0.1\nid: web1\n' > /etc/salt/minion
start_laps
start
lap "salt-master -d, salt-minion -d"
until_says web1 salt-key -l un --out=json
lap "until the key is there"
salt-key -y -a web1 >/dev/null
until_says 'web1: true' salt -t 2 web1 test.ping --out=yaml
lap "until the first test.ping"
echo "   from unpacking to the first test.ping: $laps ms"
expect hello salt web1 cmd.run 'echo hello'
expect Debian salt -G os:Debian grains.item os
expect True salt-call test.ping
fingerprint=$(salt-key -f web1 --out=json)
jid=$(salt --async web1 test.echo before-upgrade --out=json | jid_of)
until_says before-upgrade salt-run jobs.lookup_jid "$jid"

step "spm"
mkdir -p /root/hello-formula/hello /root/hello-formula/_modules
cat > /root/hello-formula/FORMULA <<'FORMULA'
name: hello
os: Debian
os_family: Debian
version: 202611
release: 1
summary: Greets
description: Greets whoever asks
FORMULA
echo 'greet: {test.nop: []}' > /root/hello-formula/hello/init.sls
cat > /root/hello-formula/_modules/greet.js <<'MODULE'
export function hi(name) {
  return `hi ${name}`;
}
MODULE
expect hello-202611-1.spm spm build /root/hello-formula
spm -y install /srv/spm_build/hello-202611-1.spm >/dev/null
expect hello spm list packages
salt web1 saltutil.sync_modules >/dev/null
expect "hi you" salt web1 greet.hi you

step "relocated"
tar -xzf "$archive" -C /srv
expect True "/srv/salt-$version-linux-x64/bin/salt-call" --local test.ping
rm -rf "/srv/salt-$version-linux-x64"

step "self-update"
releases=/srv/salt/salt-releases
mkdir -p "$releases"
next_name=${next_archive##*/}
cp "$next_archive" "$releases/$next_name"
echo "$(sha256sum < /etc/hostname | cut -d ' ' -f 1)  $next_name" > "$releases/$next_name.sha256"
expect "has the SHA-256" salt -t 60 web1 saltutil.update version="$next_version"
[ "$(readlink /opt/salt/current)" = "$version" ] || die "a wrong archive was put into use"
(cd "$releases" && sha256sum "$next_name" > "$next_name.sha256")
pid=$(cat /var/run/salt-minion.pid)
expect switching salt -t 60 web1 saltutil.update version="$next_version"
until_says 'state: updated' salt -t 5 web1 saltutil.update_status --out=yaml
[ "$(readlink /opt/salt/current)" = "$next_version" ] || die "the new version is not in use"
[ "$(cat /var/run/salt-minion.pid)" != "$pid" ] || die "the minion is still the old process"
expect "web1: $next_version" salt web1 grains.get saltversion --out=yaml
expect unchanged salt -t 60 web1 saltutil.update version="$next_version"

step "self-update to a version that does not work"
tar -xzf "$next_archive"
mv "salt-$next_version-linux-x64" broken
echo 9.9.9 > broken/VERSION
cat > broken/bin/salt-minion <<'BROKEN'
#!/bin/sh
[ "$1" = --version ] && echo 'salt-minion 9.9.9 (broken)'
exit 0
BROKEN
tar -czf "$releases/salt-9.9.9-linux-x64.tar.gz" broken
rm -rf broken
(cd "$releases" && sha256sum salt-9.9.9-linux-x64.tar.gz > salt-9.9.9-linux-x64.tar.gz.sha256)
expect switching salt -t 60 web1 saltutil.update version=9.9.9 deadline=15
until_says 'state: rolled back' salt -t 5 web1 saltutil.update_status --out=yaml
[ "$(readlink /opt/salt/current)" = "$next_version" ] || die "the old version is not in use again"
expect "web1: $next_version" salt web1 grains.get saltversion --out=yaml
echo 'a key' > /etc/salt/pki/minion/release.pub
expect "salt-9.9.9-linux-x64.tar.gz.sig is not on the file server" salt -t 60 web1 saltutil.update version=9.9.9
rm /etc/salt/pki/minion/release.pub
rm -r "$releases"

step "upgrade in place"
tar -xzf "$next_archive"
"./salt-$next_version-linux-x64/install.sh"
rm -rf "salt-$next_version-linux-x64"
[ "$(readlink /opt/salt/current)" = "$next_version" ] || die "the new version is not in use"
expect True salt web1 test.ping
stop_daemons
start
until_says 'web1: true' salt web1 test.ping --out=yaml
[ "$(salt-key -f web1 --out=json)" = "$fingerprint" ] || die "the minion's key is another one"
expect before-upgrade salt-run jobs.lookup_jid "$jid"
expect hello spm list packages

step "uninstall"
stop_daemons
/opt/salt/current/uninstall.sh
for program in salt salt-api salt-master salt-minion salt-call salt-key salt-run salt-cp spm; do
  if [ -L "/usr/local/bin/$program" ]; then die "$program is still here"; fi
done
[ ! -e /opt/salt ] || die "/opt/salt is still here"
left=$(find /usr/local -name '*salt*')
[ -z "$left" ] || die "left behind: $left"
[ -e /etc/salt/pki/master/minions/web1 ] || die "the keys are gone"
step "all went well"
