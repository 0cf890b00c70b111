/**
 * Execution functions that run no program, whatever they are given.
 */

/** Functions that are not even called here: they wait for minutes, or read every process of the machine. */
export const UNCALLED: ReadonlySet<string> = new Set(
  "file.open_files http.wait_for_successful_query state.pause test.sleep test.rand_sleep test.fib".split(" "),
);

/**
 * Functions that run a program only where this machine has something (a locked account, a member of a group, a locale, a
 * BSD); what they run is run by others of their module too.
 */
export const ELSEWHERE: ReadonlySet<string> = new Set(
  (
    "aptpkg.list_downloaded debconfmod.set_template dnsutil.MX dnsutil.NS dnsutil.SPF file.manage_file groupadd.deluser " +
    "kernelpkg_linux_apt.upgrade kernelpkg_linux_apt.remove kernelpkg_linux_apt.cleanup " +
    "linux_shadow.lock_password linux_shadow.unlock_password localemod.gen_locale " +
    "parted_partition.exists parted_partition.mkfs selinux.setenforce tls.create_pkcs12 " +
    "useradd.chloginclass zypperpkg.del_repo zypperpkg.unhold"
  ).split(" "),
);

/** By module: all of its functions, or these. */
const QUIET: Readonly<Record<string, string>> = {
  aliases: "*",
  alternatives: "check_installed show_current",
  aptpkg: "del_repo get_repo list_repos mod_repo normalize_name parse_arch version_cmp",
  archive: "is_encrypted unzip zip",
  beacons: "*",
  config: "*",
  cp: "*",
  cryptdev: "crypttab rm_crypttab set_crypttab",
  data: "*",
  deb_apache: "check_conf_enabled check_mod_enabled check_site_enabled",
  debian_ip: "build_bond build_interface build_routes get_bond get_interface get_routes",
  debian_service: "offline",
  defaults: "*",
  dig: "check_ip",
  dnsutil: "check_ip hosts_append hosts_remove parse_hosts parse_zone serial",
  dockermod: `
    build commit compare_container compare_container_networks compare_containers compare_networks
    connect_container_to_network connected copy_from copy_to cp create create_network create_volume dangling
    depends diff disconnect_all_containers_from_network disconnect_container_from_network exists export
    freeze get_client_args history images import info inspect inspect_container inspect_image
    inspect_network inspect_volume kill layers list_containers list_tags load login logout logs networks
    pause pid port prune ps pull push remove_network remove_volume rename resolve_image_id resolve_tag
    restart rm rmi run_container save script script_retcode search signal start state stop tag top unfreeze
    unpause version volumes wait
  `,
  environ: "*",
  event: "*",
  file: `
    access append apply_template_on_contents basename blockreplace check_file_meta check_hash check_managed
    check_managed_changes chgrp chown comment comment_line contains contains_glob contains_regex copy
    delete_backup directory_exists dirname diskusage extract_hash file_exists find get_devmm get_diff
    get_gid get_group get_hash get_managed get_mode get_source_sum get_sum get_uid get_user gid_to_group
    group_to_gid is_blkdev is_chrdev is_fifo is_hardlink is_link join lchown line link list_backup
    list_backups list_backups_dir lstat makedirs makedirs_perms mkdir move normpath open_files pardir
    path_exists_glob prepend psed read readdir readlink remove remove_backup rename replace restore_backup
    rmdir search seek_read seek_write set_mode source_list stats symlink touch truncate uid_to_user
    uncomment user_to_uid write
  `,
  grains: "*",
  groupadd: "getent info",
  hashutil: "*",
  hosts: "*",
  http: "*",
  ini_manage: "*",
  incron: "raw_system_incron",
  iptables: "build_rule get_saved_policy get_saved_rules",
  jinja: "*",
  key: "*",
  kmod: "check_available",
  linux_shadow: "default_hash info list_users",
  linux_sysctl: "default_config",
  logmod: "*",
  logrotate: "*",
  match: "*",
  mine: "delete flush get update valid",
  minion: "*",
  mod_random: "get_str hash rand_int sample seed shuffle str_encode",
  mongodb: "*",
  mount: `
    delete_mount_cache fstab get_mount_from_path is_fuse_exec is_mounted read_mount_cache rm_fstab set_fstab swapoff swaps
    write_mount_cache
  `,
  mysql: "*",
  network: `
    active_tcp calc_net connect convert_cidr get_bufsize get_fqdn get_hostname ifacestartswith in_subnet
    ip_addrs ip_addrs6 ip_in_subnet ipaddrs ipaddrs6 iphexval is_loopback is_private mod_bufsize reverse_ip
    subnets subnets6 wol
  `,
  nftables: "build_rule get_saved_rules",
  out: "*",
  pam: "*",
  pdbedit: "generate_nt_hash",
  pillar: "*",
  pip: "normalize",
  postgres: "datadir_exists",
  ps: `
    boot_time cpu_percent cpu_times disk_io_counters disk_partition_usage disk_partitions disk_usage
    get_pid_list get_users kill_pid network_io_counters num_cpus pgrep pkill proc_info status swap_memory
    top total_physical_memory virtual_memory
  `,
  publish: "*",
  redismod: "*",
  ret: "*",
  rpm_lowpkg: "version_cmp",
  rsync: "config",
  rvm: "is_installed",
  salt_version: "*",
  saltutil: "*",
  schedule: "*",
  scsi: "rescan_all",
  sdb: "*",
  selinux: "filetype_id_to_string",
  slsutil: "*",
  sqlite3: "*",
  ssh: `
    auth_keys check_key check_key_file hash_known_hosts host_keys key_is_encrypted rm_auth_key
    rm_auth_key_from_file rm_known_host set_auth_key set_auth_key_from_file user_keys
  `,
  state: `
    apply check_request clear_cache clear_request disable enable event get_pauses highstate id_exists
    list_disabled pause plan request resume run_request running show_highstate show_low_sls show_lowstate
    show_sls show_state_usage show_states show_top sls sls_exists sls_id soft_kill template test top
  `,
  status: `
    cpuinfo cpustats custom diskstats diskusage loadavg master meminfo netdev netstats nproc pid ping_master proxy_reconnect
    procs time version vmstats
  `,
  supervisord: "options",
  sysmod: "*",
  sysfs: "*",
  system: `
    get_computer_name get_reboot_required_witnessed get_system_date get_system_date_time get_system_time
    set_reboot_required_witnessed set_system_time
  `,
  systemd_service: "get_all masked",
  temp: "*",
  test: "*",
  timezone: "zone_compare",
  tls: `
    ca_exists cert_base_path cert_info create_ca_signed_cert create_csr create_empty_crl
    create_self_signed_cert get_ca get_ca_signed_cert get_ca_signed_key get_expiration_date get_extensions
    maybe_fix_ssl_version revoke_cert set_ca_path validate
  `,
  useradd: "get_loginclass getent info list_groups list_users",
  x509: "*",
  xml: "*",
  yumpkg: "del_repo get_repo list_repos mod_repo normalize_name parse_arch version_cmp",
  zypperpkg: "get_repo list_locks list_repos normalize_name parse_arch version_cmp",
};

/** Whether a function (`module.function`, by the file name of the module) is said to run no program. */
export function isQuiet(name: string): boolean {
  const [module = "", short = ""] = name.split(".");
  const quiet = QUIET[module];
  return quiet === "*" || words(quiet ?? "").includes(short);
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** The names above that no function has. */
export function staleNames(functions: ReadonlySet<string>): readonly string[] {
  const modules = new Set([...functions].map((name) => name.split(".")[0]));
  return Object.entries(QUIET).flatMap(([module, names]) =>
    names === "*"
      ? [module].filter((name) => !modules.has(name))
      : words(names)
          .map((short) => `${module}.${short}`)
          .filter((name) => !functions.has(name)),
  );
}
