/**
 * No name that a user gives becomes an option of a program, or a second line of anything.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { CommandExecutionError, callDirectly, dict, SaltInvocationError, toValue } from "@salt/core";
import { installedPrograms } from "../testing/fake-programs.js";
import { recordingCommands } from "../testing/recording-commands.js";

const HOSTILE = ["-rf", "--help", "-oProxyCommand=id", "a\nb", "a\0b"];
/** Stands for the hostile name in the arguments below. */
const X = "@";

/** Functions that run a program, with the arguments that reach it. */
const CALLS: readonly (readonly [string, ...Plain[]])[] = [
  ["alternatives.display", X],
  ["alternatives.install", X, "/l", "/p", 1],
  ["alternatives.install", "n", X, "/p", 1],
  ["alternatives.install", "n", "/l", X, 1],
  ["alternatives.install", "n", "/l", "/p", X],
  ["alternatives.remove", X, "/p"],
  ["alternatives.remove", "n", X],
  ["alternatives.auto", X],
  ["alternatives.set", X, "/p"],
  ["alternatives.set", "n", X],
  ["alternatives.show_link", X],
  ["alternatives.check_exists", X, "/p"],
  ["kmod.load", X],
  ["kmod.remove", X],
  ["locale.set_locale", X],
  ["locale.gen_locale", X],
  ["sysctl.get", X],
  ["sysctl.assign", X, 1],
  ["sysctl.persist", X, 1, "/nonexistent/x"],
  ["system.init", X],
  ["system.reboot", X],
  ["system.shutdown", X],
  ["timezone.set_zone", X],
  ["archive.tar", "xf", X],
  ["archive.tar", "xf", "a.tar", X],
  ["archive.tar", "xf", "a.tar", null, X],
  ["archive.gzip", X],
  ["archive.gunzip", X],
  ["archive.cmd_zip", X, "a"],
  ["archive.cmd_zip", "a.zip", X],
  ["archive.zip", X, "/nonexistent"],
  ["archive.zip", "a.zip", X, null, "/"],
  ["archive.cmd_unzip", X, "/d"],
  ["archive.cmd_unzip", "a.zip", X],
  ["archive.cmd_unzip", "a.zip", "/d", X],
  ["archive.unzip", X, "/d"],
  ["archive.rar", X, "a"],
  ["archive.rar", "a.rar", X],
  ["archive.unrar", X, "/d"],
  ["archive.unrar", "a.rar", X],
  ["postgres.cluster_remove", X],
  ["postgres.cluster_remove", "15", X],
  ["debconf.set", X, "q", "string", "v"],
  ["debconf.set", "p", X, "string", "v"],
  ["debconf.set", "p", "q", X, "v"],
  ["git.clone", "/r", X],
  ["git.clone", "/r", "u", X],
  ["git.branch", "/r", X],
  ["git.checkout", "/r", X],
  ["git.describe", "/r", X],
  ["git.diff", "/r", X],
  ["git.add", "/r", X],
  ["git.rm", "/r", X],
  ["git.archive", "/r", "/o", X],
  ["git.discard_local_changes", "/r", X],
  ["git.fetch", "/r", X],
  ["git.fetch", "/r", "origin", false, X],
  ["git.ls_remote", "/r", X],
  ["git.ls_remote", "/r", "origin", X],
  ["git.merge", "/r", X],
  ["git.merge_base", "/r", X],
  ["git.merge_tree", "/r", X, "b"],
  ["git.merge_tree", "/r", "a", X],
  ["git.push", "/r", X, "b"],
  ["git.push", "/r", "a", X],
  ["git.rebase", "/r", X],
  ["git.remote_refs", X],
  ["git.remote_set", "/r", X],
  ["git.remote_set", "/r", "u", X],
  ["git.rev_parse", "/r", X],
  ["git.revision", "/r", X],
  ["git.stash", "/r", X],
  ["git.submodule", "/r", X],
  ["git.symbolic_ref", "/r", X],
  ["git.symbolic_ref", "/r", "HEAD", X],
  ["git.tag", "/r", X],
  ["git.tag", "/r", "t", X],
  ["git.worktree_add", "/r", X],
  ["git.worktree_add", "/r", "/w", X],
  ["git.config_get", X, "/r"],
  ["git.config_set", X, "v", null, "/r"],
  ["git.config_unset", X, null, "/r"],
  ["git.config_get_regexp", X, null, "/r"],
  ["ssh.get_known_host_entries", null, X],
  ["ssh.recv_known_host_entries", X],
  ["ssh.recv_known_host_entries", "h", X],
  ["ssh.recv_known_host_entries", "h", null, X],
  ["ssh.recv_known_host_entries", "h", null, null, true, X],
  ["ssh.check_known_host", null, X],
  ["ssh.set_known_host", null, X],
  ["ssh.set_auth_key", X, "AAAA"],
  ["ssh.auth_keys", X],
  ["ssh.rm_auth_key", X, "AAAA"],
  ["pip.install", X],
  ["pip.install", null, X],
  ["pip.uninstall", X],
  ["pip.uninstall", null, X],
  ["pip.list_all_versions", X],
  ["gem.install", X],
  ["gem.uninstall", X],
  ["gem.update", X],
  ["gem.update_system", X],
  ["gem.list", X],
  ["gem.sources_add", X],
  ["gem.sources_remove", X],
  ["npm.install", X],
  ["npm.uninstall", X],
  ["npm.list", X],
  ["npm.cache_clean", X],
  ["npm.cache_list", X],
  ["network.ping", X],
  ["network.ping", "h", X],
  ["network.get_route", X],
  ["network.mod_hostname", X],
  ["mount.remount", "/nonexistent", X],
  ["mount.swapon", X],
  ["mount.swapon", "/x", X],
  ["acl.modfacl", "user", X, "rwx", "/x"],
  ["acl.delfacl", "user", X, "/x"],
  ["acl.getfacl", X],
  ["acl.wipefacls", X],
  ["dig.A", X],
  ["dig.A", "h", X],
  ["dnsutil.hosts_append", "/nonexistent/hosts", X, "a"],
  ["cron.raw_cron", X],
  ["at.at", X, "ls"],
  ["at.atc", X],
  ["rsync.rsync", X, "/nonexistent"],
  ["rsync.rsync", "/nonexistent", X],
  ["mount.mount", X, "/dev/null"],
];

/** The same of every package manager. */
const MANAGERS = ["aptpkg", "yumpkg", "zypperpkg", "apkpkg", "pacmanpkg", "mac_brew_pkg"];
const OF_MANAGERS: typeof CALLS = [
  ["install", X],
  ["install", null, false, [X]],
  ["install", `n,${X}`],
  ["remove", X],
  ["purge", X],
  ["latest_version", X],
  ["upgrade_available", X],
];
const OF_SOME: typeof CALLS = [
  ["yumpkg.upgrade", false, X],
  ["yumpkg.hold", X],
  ["yumpkg.mod_repo", X],
  ["yumpkg.del_repo", X],
  ["zypperpkg.info_available", X],
  ["zypperpkg.del_repo", X],
  ["zypperpkg.mod_repo", X],
  ["zypperpkg.hold", X],
  ["zypperpkg.unhold", X],
  ["apkpkg.file_dict", X],
  ["apkpkg.owner", X],
  ["pacmanpkg.file_list", X],
  ["pacmanpkg.file_dict", X],
  ["pacmanpkg.owner", X],
  ["mac_brew_pkg.info_installed", X],
  ["mac_brew_pkg.hold", X],
  ["mac_brew_pkg.unhold", X],
  ["rpm_lowpkg.list_pkgs", X],
  ["rpm_lowpkg.file_list", X],
  ["rpm_lowpkg.file_dict", X],
  ["rpm_lowpkg.owner", X],
  ["rpm_lowpkg.info", X],
  ["rpm_lowpkg.verify", X],
  ["rpm_lowpkg.modified", X],
  ["rpm_lowpkg.checksum", X],
  ["dpkg_lowpkg.info", X],
  ["dpkg_lowpkg.file_list", X],
  ["dpkg_lowpkg.file_dict", X],
  ["dpkg_lowpkg.list_pkgs", X],
  ["dpkg_lowpkg.unpurge", X],
  ["aptpkg.owner", X],
  ["aptpkg.add_repo_key", null, null, X, "0123ABCD"],
  ["aptpkg.add_repo_key", null, null, "keys.example.org", X],
  ["aptpkg.show", X],
  ["aptpkg.list_repo_pkgs", X],
  ["aptpkg.hold", X],
  ["aptpkg.unhold", X],
];

/** Accounts, services, rules and files. */
const OF_THE_SYSTEM: typeof CALLS = [
  ["user.add", X],
  ["user.add", "n", null, X],
  ["user.delete", X],
  ["user.chshell", X, "/bin/sh"],
  ["user.chhome", X, "/h"],
  ["user.chuid", X, 1],
  ["user.rename", X, "n"],
  ["user.primary_group", X],
  ["group.add", X],
  ["group.delete", X],
  ["group.adduser", X, "root"],
  ["group.adduser", "root", X],
  ["group.deluser", "root", X],
  ["group.members", X, "root"],
  ["shadow.lock_password", X],
  ["shadow.unlock_password", X],
  ["shadow.del_password", X],
  ["shadow.set_maxdays", X, 1],
  ["shadow.set_expire", X, 1],
  ["systemd_service.start", X],
  ["systemd_service.stop", X],
  ["systemd_service.restart", X],
  ["systemd_service.reload", X],
  ["systemd_service.status", X],
  ["systemd_service.enable", X],
  ["systemd_service.disable", X],
  ["systemd_service.enabled", X],
  ["systemd_service.mask", X],
  ["systemd_service.unmask", X],
  ["systemd_service.show", X],
  ["debian_service.start", X],
  ["debian_service.stop", X],
  ["debian_service.restart", X],
  ["debian_service.reload", X],
  ["debian_service.status", X],
  ["debian_service.enable", X],
  ["debian_service.disable", X],
  ["iptables.new_chain", "filter", X],
  ["iptables.delete_chain", "filter", X],
  ["iptables.check_chain", X, "INPUT"],
  ["iptables.flush", X, "INPUT"],
  ["iptables.get_policy", X, "INPUT"],
  ["iptables.set_policy", "filter", X, "DROP"],
  ["nftables.new_table", X],
  ["nftables.delete_table", X],
  ["nftables.new_chain", "filter", X],
  ["nftables.flush", X],
  ["firewalld.new_zone", X],
  ["firewalld.delete_zone", X],
  ["firewalld.new_service", X],
  ["firewalld.list_ports", X],
  ["firewalld.add_service", X],
  ["firewalld.add_port", "public", X],
  ["firewalld.get_interfaces", X],
  ["aliases.set_target", X, "t"],
  ["file.lsattr", X],
  ["file.chattr", X],
  ["file.get_selinux_context", X],
  ["file.grep", X, "p"],
  ["file.mknod", X, "p"],
  ["disk.usage", X],
  ["disk.inodeusage", X],
  ["disk.percent", X],
  ["status.pid", X],
  ["postgres.db_create", X],
  ["postgres.db_remove", X],
  ["postgres.user_create", X],
  ["postgres.user_remove", X],
];

describe("names of the system", () => {
  installedPrograms("firewall-cmd", "iptables", "iptables-save", "nft", "systemctl", "service");
  for (const [name, ...args] of OF_THE_SYSTEM) {
    it(`stay names: ${name} ${args.map(String).join(" ")}`, async () => {
      for (const hostile of HOSTILE) await isHarmless(name, args, hostile);
    });
  }
});

/** A disk of this machine: partitions are of disks alone. No command is run. */
const DISK = `/dev/${blockDevices()[0] ?? "null"}`;

/** Functions of disks, volumes, arrays, quotas and labels. */
const OF_DISKS: readonly (readonly [string, ...Plain[]])[] = [
  ["lvm.pvdisplay", X],
  ["lvm.pvcreate", X],
  ["lvm.pvremove", X],
  ["lvm.pvresize", X],
  ["lvm.vgdisplay", X],
  ["lvm.vgcreate", X, "/dev/null"],
  ["lvm.vgcreate", "vg", X],
  ["lvm.vgextend", X, "/dev/null"],
  ["lvm.vgextend", "vg", X],
  ["lvm.vgremove", X],
  ["lvm.lvdisplay", X],
  ["lvm.lvcreate", X, "vg", "1G"],
  ["lvm.lvcreate", "lv", X, "1G"],
  ["lvm.lvcreate", "lv", "vg", X],
  ["lvm.lvcreate", "lv", "vg", null, X],
  ["lvm.lvcreate", "lv", "vg", "1G", null, X],
  ["lvm.lvcreate", "lv", "vg", "1G", null, null, X],
  ["lvm.lvremove", X, "vg"],
  ["lvm.lvremove", "lv", X],
  ["lvm.lvresize", X, "/dev/vg/lv"],
  ["lvm.lvresize", "1G", X],
  ["lvm.lvextend", X, "/dev/vg/lv"],
  ["lvm.lvextend", "1G", X],
  ["raid.detail", X],
  ["raid.destroy", X],
  ["raid.create", X, 5, ["/dev/null"]],
  ["raid.create", "/dev/md9", X, ["/dev/null"]],
  ["raid.create", "/dev/md9", 5, [X]],
  ["raid.create", "/dev/md9", 5, ["/dev/null"], X],
  ["raid.assemble", X, ["/dev/null"]],
  ["raid.assemble", "/dev/md9", [X]],
  ["raid.examine", X],
  ["raid.add", X, "/dev/null"],
  ["raid.add", "/dev/md9", X],
  ["partition.list", X],
  ["partition.list", DISK, X],
  ["partition.mkpart", X, "primary", "ext2", "0s", "10s"],
  ["partition.mkpart", DISK, "primary", X, "0s", "10s"],
  ["partition.mkpart", DISK, "primary", "ext2", X, "10s"],
  ["partition.mklabel", X, "gpt"],
  ["partition.mklabel", DISK, X],
  ["partition.mkfs", X, "ext2"],
  ["partition.mkfs", DISK, X],
  ["partition.name", DISK, "1", X],
  ["partition.rm", X, "1"],
  ["partition.rm", DISK, X],
  ["partition.set", DISK, "1", X, "on"],
  ["partition.toggle", DISK, "1", X],
  ["partition.get_id", X, "1"],
  ["partition.set_id", X, "1", "83"],
  ["quota.report", X],
  ["quota.set", X],
  ["quota.on", X],
  ["quota.off", X],
  ["quota.get_mode", X],
  ["selinux.fcontext_get_policy", X],
  ["selinux.fcontext_add_policy", X, "a", "etc_t"],
  ["selinux.fcontext_add_policy", "/x", "a", X],
  ["selinux.fcontext_delete_policy", X],
  ["selinux.fcontext_policy_is_applied", X],
  ["selinux.fcontext_apply_policy", X],
  ["selinux.port_get_policy", X],
  ["selinux.port_add_policy", X, "http_port_t"],
  ["selinux.port_add_policy", "tcp/80", X],
  ["selinux.port_delete_policy", X],
  ["selinux.setenforce", X],
  ["selinux.setsebool", X, true],
  ["selinux.setsebools", { [X]: "on" }],
  ["selinux.setsemod", X, "enabled"],
  ["selinux.install_semod", X],
  ["selinux.remove_semod", X],
  ["disk.blkid", X],
  ["disk.blkid", null, X],
  ["disk.tune", X],
  ["disk.dump", X],
  ["disk.wipe", X],
  ["disk.resize2fs", X],
  ["disk.format", X],
  ["disk.format", "/dev/null", X],
  ["disk.fstype", X],
  ["ip.up", X, "eth"],
  ["ip.down", X, "eth"],
  ["ip.build_interface", X, "eth", true],
  ["dig.A", X],
  ["dig.A", "example.org", X],
  ["dnsutil.A", X],
  ["mount.mount", X, "/dev/null"],
  ["mount.mount", "/nonexistent", X],
  ["mount.umount", X],
  ["mount.swapon", X],
  ["mount.swapoff", X],
];

describe("names of packages", () => {
  const calls = [
    ...MANAGERS.flatMap((manager) =>
      OF_MANAGERS.map(([name, ...args]): (typeof CALLS)[number] => [`${manager}.${name}`, ...args]),
    ),
    ...OF_SOME,
  ];
  for (const [name, ...args] of calls) {
    it(`stay names: ${name} ${args.map(String).join(" ")}`, async () => {
      for (const hostile of HOSTILE) await isHarmless(name, args, hostile);
    });
  }
});

describe("names of disks and what lies on them", () => {
  const tools = [
    "lvm",
    "lvcreate",
    "lvresize",
    "lvextend",
    "mdadm",
    "parted",
    "sfdisk",
    "dig",
    "ifup",
    "ifdown",
  ];
  const quotas = ["setquota", "repquota", "quotaon", "quotaoff"];
  const labels = ["semanage", "setsebool", "semodule", "restorecon", "matchpathcon"];
  installedPrograms(...tools, ...quotas, ...labels, "blkid", "mkfs");
  for (const [name, ...args] of OF_DISKS) {
    it(`stay names: ${name} ${args.map(String).join(" ")}`, async () => {
      for (const hostile of HOSTILE) await isHarmless(name, args, hostile);
    });
  }
});

describe("names from users", () => {
  for (const [name, ...args] of CALLS) {
    it(`stay names: ${name} ${args.map(String).join(" ")}`, async () => {
      for (const hostile of HOSTILE) await isHarmless(name, args, hostile);
    });
  }
});

async function isHarmless(name: string, args: readonly Plain[], hostile: string): Promise<void> {
  const { context, commands } = recordingCommands(() => ({ retcode: 1, stderr: "refused" }), {
    grains: dict({ kernel: "Linux", os_family: "Debian", os: "Debian" }),
  });
  const found = await context.functions.find(name);
  const given = args.map((arg) => toValue(filled(arg, hostile)));
  try {
    await callDirectly(name, found, given, new Map(), context);
  } catch (error) {
    const isUnknown =
      error instanceof CommandExecutionError &&
      /does not exist|^Invalid |A valid user or group/.test(error.message);
    const isRefusal = error instanceof SaltInvocationError || isUnknown;
    assert.ok(
      isRefusal || commands.length > 0,
      `${name} refuses ${JSON.stringify(hostile)} as a mistake: ${error}`,
    );
  }
  for (const words of commands) {
    assert.ok(!words[0]?.startsWith("shell: "), `${name} uses a shell: ${words[0]}`);
    if (words.length === 2 && words[1] === "--help") continue; // Functions ask programs so for their options.
    const end = words.indexOf("--");
    const options = end === -1 ? words : words.slice(0, end);
    assert.ok(!options.slice(1).includes(hostile), `${name}: ${JSON.stringify(words)}`);
  }
}

function blockDevices(): readonly string[] {
  const devices = existsSync("/sys/block") ? readdirSync("/sys/block") : [];
  return devices.filter((name) => existsSync(`/dev/${name}`));
}

/** An argument with the hostile name in the place of its mark. */
function filled(arg: Plain, hostile: string): Plain {
  if (arg === X) return hostile;
  if (Array.isArray(arg)) return arg.map((one: Plain) => filled(one, hostile));
  return typeof arg === "string" ? arg.replace(`,${X}`, `,${hostile}`) : arg;
}
