# The words of tests that run in a machine or root of their own; they read this file in.
# A test may have a function `tell_more`, which prints what helps after a failure.

began=$(date +%s)

step() { printf '== %s (%s s)\n' "$*" "$(($(date +%s) - began))"; }
die() {
  printf 'FAILED: %s\n' "$*"
  if command -v tell_more >/dev/null; then tell_more || true; fi
  exit 1
}
start_laps() { lap_began=$(milliseconds); }
lap() { # lap WHAT: says how long it took since the last one, and adds it to laps
  took=$(($(milliseconds) - lap_began))
  printf '   %6d ms  %s\n' "$took" "$*"
  laps=$((${laps:-0} + took))
  start_laps
}
milliseconds() { date +%s%3N; }
expect() { # expect WHAT COMMAND...
  what=$1
  shift
  said=$("$@" 2>&1) || true
  case $said in *"$what"*) ;; *) die "'$*' did not say '$what' but: $said" ;; esac
}
until_says() { # until_says WHAT COMMAND...: within 60 seconds and more, when the machine is slow
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
until_succeeds() { # until_succeeds WHAT COMMAND...: the same for a status
  what=$1
  shift
  tries=0
  until said=$("$@" 2>&1); do
    tries=$((tries + 1))
    [ "$tries" -lt 120 ] || die "$what: $said"
    sleep 0.5
  done
}
accept_key() { # accept_key ID: once the minion has shown it
  until_says "$1" salt-key -l un --out=json
  salt-key -y -a "$1" >/dev/null
  until_says "$1: true" salt -t 2 "$1" test.ping --out=yaml
}
stop_daemons() { # by their own pid files, and until they are gone
  for daemon in minion master; do
    pid=$(cat "/var/run/salt-$daemon.pid")
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
  done
}
report_is_true() { # report_is_true VERSION DIRECTORY: --versions-report, beside what lies in the directory
  report=$(salt --versions-report)
  node=$("$2/lib/node" --version)
  sqlite=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$2/lib/node_modules/better-sqlite3/package.json")
  for row in "Salt: $1" "Node: ${node#v}" "better-sqlite3: $sqlite" 'SQLite: 3.' 'ZMQ: 4.'; do
    case $report in *"$row"*) ;; *) die "--versions-report does not say '$row': $report" ;; esac
  done
}
ask_api() { # what salt-api on port 8000 says of itself; a bare root has no program that speaks HTTP
  bash -c 'exec 3<>/dev/tcp/127.0.0.1/8000 && printf "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3 && cat <&3'
}
configure_api() { # a salt-api that only this machine reaches
  printf 'rest_cherrypy:\n  host: 127.0.0.1\n  port: 8000\n  disable_ssl: True\nnetapi_enable_clients: [local]\n' > /etc/salt/master.d/api.conf
}
jid_of() { grep -o '[0-9]\{20\}' | head -n1; } # the job that `salt --async` tells of
install_packages() { # install_packages DIRECTORY VERSION: those for Debian
  dpkg --install "$1/salt-common_$2_amd64.deb" "$1/salt-master_$2_amd64.deb" "$1/salt-minion_$2_amd64.deb" "$1/salt-api_$2_amd64.deb" >"$1/dpkg.log" 2>&1 </dev/null && return 0
  cat "$1/dpkg.log"
  die "dpkg --install of $2"
}
drop_packages() { # drop_packages DIRECTORY --remove|--purge
  dpkg "$2" salt-api salt-minion salt-master salt-common >"$1/dpkg.log" 2>&1 && return 0
  cat "$1/dpkg.log"
  die "dpkg $2"
}
