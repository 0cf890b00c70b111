# Makes what the minion needs; what is there already, e.g. from Salt, stays as it is.
[ -d /etc/salt/minion.d ] || install -d -m 0755 /etc/salt /etc/salt/minion.d
if [ ! -e /etc/salt/minion ]; then
	umask 022
	{
		echo '# Options of salt-minion, by the names that Salt gives them; more in minion.d/*.conf.'
		echo "# Without the option master, the minion looks for a machine of the name 'salt'."
	} > /etc/salt/minion.new
	mv /etc/salt/minion.new /etc/salt/minion
fi
[ -d /etc/salt/pki ] || install -d -m 0755 /etc/salt/pki
for private in /etc/salt/pki/minion /var/cache/salt/minion; do
	[ -d "$private" ] || install -d -m 0700 "$private"
done
[ -d /var/log/salt ] || install -d -m 0755 /var/log/salt
