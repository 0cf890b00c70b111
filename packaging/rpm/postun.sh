if [ "$1" -eq 0 ]; then
  rm -rf /run/salt/@DAEMON@ /run/salt-@DAEMON@.pid
  rmdir /run/salt 2>/dev/null || true
fi
if [ -d /run/systemd/system ]; then
	systemctl daemon-reload || true
	if [ "$1" -ge 1 ]; then systemctl try-restart salt-@DAEMON@.service || true; fi
fi
exit 0
