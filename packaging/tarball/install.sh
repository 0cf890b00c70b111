#!/bin/sh
# Installs this tree: ./install.sh [--prefix DIR] [--bin DIR] [--root DIR] [--no-units]
#
# Each version has a folder of its own below the prefix; `current` points to the one in use and is switched in one
# step, so that an upgrade is never half done. Configuration, keys and jobs (/etc/salt, /var/cache/salt) are not
# touched, but made where they are missing. Daemons that run are not restarted.
set -eu

prefix=/opt/salt
bin=/usr/local/bin
root=
units=yes

usage() {
  sed -n '2s/^# //p' "$0" >&2
  exit 64
}

while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --bin | --root)
      [ $# -ge 2 ] || usage
      case $2 in
        /*) ;;
        *) echo "install.sh: $1 needs an absolute path, not '$2'" >&2; exit 64 ;;
      esac
      case $1 in
        --prefix) prefix=${2%/} ;;
        --bin) bin=${2%/} ;;
        --root) root=${2%/} ;;
      esac
      shift 2
      ;;
    --no-units) units=no; shift ;;
    *) usage ;;
  esac
done

here=$(cd "$(dirname "$0")" && pwd -P)
version=$(cat "$here/VERSION")
place=$root$prefix/$version
if [ "$here" = "$place" ]; then
  echo "install.sh: run it from the unpacked archive, not from the place it is installed to" >&2
  exit 64
fi

mkdir -p "$root$prefix" "$root$bin"
rm -rf "$place.new"
cp -R "$here" "$place.new"
chown -R 0:0 "$place.new" 2>/dev/null || true
rm -rf "$place.old"
if [ -e "$place" ]; then mv "$place" "$place.old"; fi
mv "$place.new" "$place"
rm -rf "$place.old"
ln -s "$version" "$root$prefix/current.new"
mv -T "$root$prefix/current.new" "$root$prefix/current"

# Each shell looks for the completion of a command under the name of that command.
share=$root/usr/local/share
own=$prefix/current/share
mkdir -p "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d"
for program in "$place"/bin/*; do
  name=$(basename "$program")
  ln -sf "$prefix/current/bin/$name" "$root$bin/$name"
  ln -sf "$own/completions/salt.bash" "$share/bash-completion/completions/$name"
  ln -sf "$own/completions/salt.fish" "$share/fish/vendor_completions.d/$name.fish"
done
ln -sf "$own/completions/_salt" "$share/zsh/site-functions/_salt"
for page in "$place"/share/man/man1/*; do
  ln -sf "$own/man/man1/$(basename "$page")" "$share/man/man1/$(basename "$page")"
done

umask 022
mkdir -p "$root/etc/salt/master.d" "$root/etc/salt/minion.d" "$root/srv"
for private in etc/salt/pki var/cache/salt; do
  [ -d "$root/$private" ] || mkdir -p -m 0700 "$root/$private"
done
for daemon in master minion; do
  [ -e "$root/etc/salt/$daemon" ] || printf '# Options of salt-%s, by the names that Salt gives them.\n' "$daemon" > "$root/etc/salt/$daemon"
done

if [ "$units" = yes ] && [ -d "$root/etc/systemd" ]; then
  mkdir -p "$root/etc/systemd/system"
  for unit in "$place"/share/systemd/*.service; do
    sed "s|@BIN@|$bin|g" "$unit" > "$root/etc/systemd/system/$(basename "$unit").new"
    mv "$root/etc/systemd/system/$(basename "$unit").new" "$root/etc/systemd/system/$(basename "$unit")"
  done
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
fi

printf '%s\n' "$bin" > "$root$prefix/links"
echo "salt $version is installed in $prefix; its commands are in $bin."
