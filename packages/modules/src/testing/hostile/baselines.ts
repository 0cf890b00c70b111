/**
 * Arguments that reach a program, for functions whose documented example does not get so far.
 */
import { existsSync, readdirSync } from "node:fs";

/** The name of a disk of this machine; undefined when it has none. */
export function aDisk(): string | undefined {
  const names = existsSync("/sys/block") ? readdirSync("/sys/block") : [];
  return names.find((name) => existsSync(`/dev/${name}`));
}

/** Programs that seem to be installed. */
export const PROGRAMS: readonly string[] = (
  "a2disconf a2dismod a2dissite a2enconf a2enmod a2ensite apache2ctl apk apt-add-repository apt-get " +
  "apt-key arp at blkid blockdev brew checkrestart crontab cryptsetup debconf-get-selections df dig dmsetup dnf docker dpkg-query " +
  "firewall-cmd getfacl git gpasswd gpg groupadd groupdel groupmod gunzip gzip hdparm hostname hostnamectl " +
  "hwclock ifdown ifenslave ifup incrontab initdb insserv iostat ip ip6tables iptables iptables-save ldd locale-gen " +
  "localectl localedef locate lsattr lsblk lsmod lsscsi lvcreate lvdisplay lvextend lvm lvremove lvresize lxc lxd mdadm mkfs " +
  "mkswap modprobe multipath netplan netstat newaliases nft npm pacman parted partprobe patch pdbedit pg_createcluster " +
  "pip3 pwsh psql pvcreate pvdisplay pvremove pvresize python python3 quotaoff quotaon rar repquota " +
  "resize2fs restorecon rmmod rpm rsync runlevel rvm semanage semodule service setpriv setquota setsebool setxkbmap " +
  "sfdisk smartctl supervisorctl sync sysctl systemctl systemd-firstboot tar timedatectl traceroute udevadm unrar unzip update-locale updatedb " +
  "useradd userdel usermod vgcreate virsh vgdisplay vgextend vgremove who wipefs yamllint zip zypper"
).split(" ");

/** Command lines by the file name of the module and the function; BIN is where the programs above are. */
export const BASELINES: Readonly<Record<string, string>> = {
  "yaml.lint": "yaml.lint /etc/passwd",
  "aptpkg.list_downloaded": "pkg.list_downloaded root=BIN",
  "aptpkg.add_repo_key": "pkg.add_repo_key keyserver=keys.example.org keyid=0123ABCD aptkey=True",
  "debconfmod.set": "debconf.set p q string v",
  "debconfmod.set_file": "debconf.set_file /etc/passwd",
  "debconfmod.set_template": "debconf.set_template /etc/passwd None {} {}",
  "groupadd.chgid": "group.chgid daemon 4711",
  "groupadd.deluser": "group.deluser daemon nobody",
  "linux_shadow.lock_password": "shadow.lock_password daemon",
  "linux_shadow.unlock_password": "shadow.unlock_password daemon",
  "linux_shadow.set_inactdays": "shadow.set_inactdays daemon 7",
  "linux_shadow.set_maxdays": "shadow.set_maxdays daemon 90",
  "linux_shadow.set_mindays": "shadow.set_mindays daemon 7",
  "linux_shadow.set_warndays": "shadow.set_warndays daemon 7",
  "linux_shadow.set_date": "shadow.set_date daemon 0",
  "linux_shadow.set_expire": "shadow.set_expire daemon 0",
  "devmap.multipath_flush": "devmap.multipath_flush /dev/null",
  "mount.umount": "mount.umount /proc",
  "tls.create_ca": "tls.create_ca x onlyif=/bin/true unless=/bin/true",
  "useradd.chuid": "user.chuid daemon 4711",
  "useradd.chgid": "user.chgid daemon 4711",
  "useradd.chshell": "user.chshell daemon /bin/x",
  "useradd.chhome": "user.chhome daemon /x",
  "useradd.rename": "user.rename daemon x",
  "useradd.chfullname": "user.chfullname daemon x",
  "useradd.chroomnumber": "user.chroomnumber daemon 1",
  "useradd.chworkphone": "user.chworkphone daemon 1",
  "useradd.chhomephone": "user.chhomephone daemon 1",
  "useradd.chother": "user.chother daemon 1",
  "selinux.setenforce": "selinux.setenforce permissive",
  "selinux.port_add_policy": "selinux.port_add_policy tcp/8080 http_port_t",
  "pip.install": "pip.install x bin_env=BIN/pip3",
  "pip.uninstall": "pip.uninstall x bin_env=BIN/pip3",
  "file.manage_file":
    "file.manage_file /nonexistent/x '' '{}' '' '{}' root root 0644 '' base '' contents=text",
  "file.sed": "file.sed /etc/passwd a b",
  "file.sed_contains": "file.sed_contains /etc/passwd a",
  "rpm_lowpkg.bin_pkg_info": "lowpkg.bin_pkg_info /etc/passwd",
  "rpm_lowpkg.checksum": "lowpkg.checksum /etc/passwd",
  "file.chattr": "file.chattr /etc/passwd operator=add attributes=a",
  "file.diskusage": "file.diskusage /nonexistent",
  "file.find": "file.find /nonexistent name=x",
};
