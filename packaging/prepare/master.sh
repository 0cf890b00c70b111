# Makes the master's account and what it needs; what is there already, e.g. from Salt, stays as it is.
if ! getent passwd salt >/dev/null; then
	useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin --comment "Salt master" salt
fi
[ -d /etc/salt/master.d ] || install -d -m 0755 /etc/salt /etc/salt/master.d
if [ ! -e /etc/salt/master ]; then
	umask 022
	{
		echo '# Options of salt-master, by the names that Salt gives them; more in master.d/*.conf.'
		echo '# The account that the master works as once its ports are open.'
		echo 'user: salt'
	} > /etc/salt/master.new
	mv /etc/salt/master.new /etc/salt/master
fi
[ -d /etc/salt/pki ] || install -d -m 0755 /etc/salt/pki
for private in /etc/salt/pki/master /var/cache/salt/master; do
	[ -d "$private" ] || install -d -o salt -g salt -m 0700 "$private"
done
[ -d /var/log/salt ] || install -d -o salt -g salt -m 0755 /var/log/salt
