if [ -d /run/systemd/system ]; then
	systemctl daemon-reload || true
	if [ "$1" -eq 1 ]; then systemctl preset salt-@DAEMON@.service || true; fi
fi
exit 0
