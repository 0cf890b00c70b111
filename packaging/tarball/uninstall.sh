#!/bin/sh
# Removes what install.sh installed: uninstall.sh [--prefix DIR] [--root DIR] [--purge]
#
# Configuration, keys, jobs and packages stay, unless --purge is given. Stop the daemons first.
set -eu

prefix=/opt/salt
root=
purge=no

while [ $# -gt 0 ]; do
  case $1 in
    --prefix | --root)
      [ $# -ge 2 ] || { echo "uninstall.sh: $1 needs a path" >&2; exit 64; }
      case $2 in
        /?*) ;;
        *) echo "uninstall.sh: $1 needs an absolute path, not '$2'" >&2; exit 64 ;;
      esac
      case $1 in
        --prefix) prefix=${2%/} ;;
        --root) root=${2%/} ;;
      esac
      shift 2
      ;;
    --purge) purge=yes; shift ;;
    *) sed -n '2s/^# //p' "$0" >&2; exit 64 ;;
  esac
done

if [ ! -L "$root$prefix/current" ] || [ ! -f "$root$prefix/links" ]; then
  echo "uninstall.sh: nothing is installed in $prefix" >&2
  exit 1
fi
bin=$(cat "$root$prefix/links")

# Only links that point into this tree, and only versions that are ours.
share=$root/usr/local/share
for place in "$root$bin" "$share/man/man1" "$share/bash-completion/completions" "$share/zsh/site-functions" "$share/fish/vendor_completions.d"; do
  for link in "$place"/*; do
    [ -L "$link" ] || continue
    case $(readlink "$link") in "$prefix"/current/*) rm -f "$link" ;; esac
  done
done
for daemon in master minion api; do
  unit=$root/etc/systemd/system/salt-$daemon.service
  if [ -f "$unit" ] && grep -q "^ExecStart=$bin/salt-$daemon\$" "$unit"; then rm -f "$unit"; fi
done
if [ -z "$root" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
for version in "$root$prefix"/*/; do
  if [ -f "$version/VERSION" ] && [ -f "$version/install.sh" ]; then rm -rf "${version%/}"; fi
done
rm -f "$root$prefix/current" "$root$prefix/links"
rmdir "$root$prefix" 2>/dev/null || true
if [ "$purge" = yes ]; then rm -rf "$root/etc/salt" "$root/var/cache/salt" "$root/var/run/salt" "$root/var/log/salt" "$root"/var/run/salt-m*.pid; fi
echo "salt is removed from $prefix."
