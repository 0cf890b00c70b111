# Completion of Salt's commands for fish. Written by `npm run docs`; not to be edited.

# Prints the words behind a comma-separated beginning of the current word.
function __salt_listed
    set -l begun (string match -r '^.*,' -- (commandline -ct))
    while read -l word
        echo "$begun$word"
    end
end

# Prints what the file $argv[2] says for the option $argv[1], without quotes and comment.
function __salt_setting
    string match -r "^$argv[1]:.*" <$argv[2] | string replace -r '^[^:]*:\s*["\']?(.*?)["\']?(\s+#.*)?\s*$' '$1'
end

# Prints the minions whose keys are in the directories $argv of the master's key directory.
function __salt_ids
    set -l config /etc/salt
    set -q SALT_CONFIG_DIR; and set config $SALT_CONFIG_DIR
    set -l words (commandline -opc)
    for at in (seq (count $words))
        switch $words[$at]
            case -c --config-dir
                set config $words[(math $at + 1)]
            case '--config-dir=*'
                set config (string replace -- --config-dir= '' $words[$at])
        end
    end
    set -l pki /etc/salt/pki/master
    set -l root
    if test -r $config/master
        set root (string trim -r -c / -- (__salt_setting root_dir $config/master)[-1])
        set -l own (__salt_setting pki_dir $config/master)[-1]
        test -n "$own"; and set pki $own
    end
    string match -q -- "$root/*" $pki; or set pki $root/(string trim -l -c / -- $pki)
    for directory in $argv
        for file in $pki/$directory/*
            test -f $file; and path basename -- $file
        end
    end
end

# Whether the current word is number $argv[1] of those of program $argv[2] that are neither options nor their values; with a
# third argument also a later one.
function __salt_at
    set -l place 1
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
        else if string match -q -- '-?*' $word
            contains -- $word (__salt_valued $argv[2]); and set skip 1
        else
            set place (math $place + 1)
        end
    end
    test $place -eq $argv[1]; or begin
        set -q argv[3]; and test $place -gt $argv[1]
    end
end

function __salt_execution
    string split ' ' 'acl.delfacl acl.getfacl acl.modfacl acl.version acl.wipefacls aliases.get_target aliases.has_target aliases.list_aliases aliases.rm_alias aliases.set_target alternatives.auto alternatives.check_exists alternatives.check_installed alternatives.display alternatives.install alternatives.remove alternatives.set alternatives.show_current alternatives.show_link apache.a2disconf apache.a2dismod apache.a2dissite apache.a2enconf apache.a2enmod apache.a2ensite apache.check_conf_enabled apache.check_mod_enabled apache.check_site_enabled archive.cmd_unzip archive.cmd_zip archive.gunzip archive.gzip archive.is_encrypted archive.list archive.rar archive.tar archive.unrar archive.unzip archive.zip at.at at.atc at.atq at.atrm at.jobcheck beacons.add beacons.delete beacons.disable beacons.disable_beacon beacons.enable beacons.enable_beacon beacons.list beacons.list_available beacons.modify beacons.reset beacons.save cmd.exec_code cmd.exec_code_all cmd.has_exec cmd.powershell cmd.powershell_all cmd.retcode cmd.run cmd.run_all cmd.run_bg cmd.run_chroot cmd.run_stderr cmd.run_stdout cmd.script cmd.script_retcode cmd.shell cmd.shell_info cmd.shells cmd.tty cmd.which cmd.which_bin config.backup_mode config.dot_vals config.gather_bootstrap_script config.get config.items config.manage_mode config.merge config.option config.valid_fileproto cp.cache_dest cp.cache_dir cp.cache_file cp.cache_files cp.cache_local_file cp.cache_master cp.envs cp.get_dir cp.get_file cp.get_file_str cp.get_template cp.get_url cp.hash_file cp.is_cached cp.list_master cp.list_master_dirs cp.list_master_symlinks cp.list_minion cp.list_states cp.push cp.push_dir cp.recv cp.recv_chunked cp.stat_file cron.get_entry cron.list_tab cron.ls cron.raw_cron cron.rm cron.rm_env cron.rm_job cron.rm_special cron.set_env cron.set_job cron.set_special cron.write_cron_file cron.write_cron_file_verbose cryptdev.active cryptdev.close cryptdev.crypttab cryptdev.open cryptdev.rm_crypttab cryptdev.set_crypttab data.cas data.clear data.dump data.get data.has_key data.items data.keys data.load data.pop data.update data.values debconf.get_selections debconf.set debconf.set_file debconf.set_template debconf.show defaults.deepcopy defaults.get defaults.merge defaults.update devmap.multipath_flush devmap.multipath_list dig.A dig.AAAA dig.check_ip disk.blkid disk.dump disk.format disk.fstype disk.get_fstype_from_path disk.hdparms disk.hpa disk.inodeusage disk.iostat disk.percent disk.resize2fs disk.smart_attributes disk.tune disk.usage disk.wipe dnsutil.A dnsutil.AAAA dnsutil.MX dnsutil.NS dnsutil.SPF dnsutil.check_ip dnsutil.hosts_append dnsutil.hosts_remove dnsutil.parse_hosts dnsutil.parse_zone dnsutil.serial docker.build docker.commit docker.compare_container docker.compare_container_networks docker.compare_containers docker.compare_networks docker.connect_container_to_network docker.connected docker.copy_from docker.copy_to docker.cp docker.create docker.create_network docker.create_volume docker.dangling docker.depends docker.diff docker.disconnect_all_containers_from_network docker.disconnect_container_from_network docker.exists docker.export docker.freeze docker.get_client_args docker.history docker.images docker.import docker.info docker.inspect docker.inspect_container docker.inspect_image docker.inspect_network docker.inspect_volume docker.kill docker.layers docker.list_containers docker.list_tags docker.load docker.login docker.logout docker.logs docker.networks docker.pause docker.pid docker.port docker.prune docker.ps docker.pull docker.push docker.remove_network docker.remove_volume docker.rename docker.resolve_image_id docker.resolve_tag docker.restart docker.retcode docker.rm docker.rmi docker.run docker.run_all docker.run_container docker.run_stderr docker.run_stdout docker.save docker.script docker.script_retcode docker.search docker.signal docker.start docker.state docker.stop docker.tag docker.top docker.unfreeze docker.unpause docker.version docker.volumes docker.wait environ.get environ.has_value environ.item environ.items environ.setenv environ.setval event.fire event.fire_master event.send file.access file.append file.apply_template_on_contents file.basename file.blockreplace file.chattr file.check_file_meta file.check_hash file.check_managed file.check_managed_changes file.check_perms file.chgrp file.chown file.comment file.comment_line file.contains file.contains_glob file.contains_regex file.copy file.delete_backup file.directory_exists file.dirname file.diskusage file.extract_hash file.file_exists file.find file.get_devmm file.get_diff file.get_gid file.get_group file.get_hash file.get_managed file.get_mode file.get_selinux_context file.get_source_sum file.get_sum file.get_uid file.get_user file.gid_to_group file.grep file.group_to_gid file.is_blkdev file.is_chrdev file.is_fifo file.is_hardlink file.is_link file.join file.lchown file.line file.link file.list_backup file.list_backups file.list_backups_dir file.lsattr file.lstat file.makedirs file.makedirs_perms file.manage_file file.mkdir file.mknod file.mknod_blkdev file.mknod_chrdev file.mknod_fifo file.move file.normpath file.open_files file.pardir file.patch file.path_exists_glob file.prepend file.psed file.read file.readdir file.readlink file.remove file.remove_backup file.rename file.replace file.restore_backup file.restorecon file.rmdir file.search file.sed file.sed_contains file.seek_read file.seek_write file.set_mode file.set_selinux_context file.source_list file.stats file.statvfs file.symlink file.touch file.truncate file.uid_to_user file.uncomment file.user_to_uid file.write firewalld.add_interface firewalld.add_masquerade firewalld.add_port firewalld.add_port_fwd firewalld.add_rich_rule firewalld.add_service firewalld.add_service_port firewalld.add_service_protocol firewalld.add_source firewalld.allow_icmp firewalld.block_icmp firewalld.default_zone firewalld.delete_service firewalld.delete_zone firewalld.get_icmp_types firewalld.get_interfaces firewalld.get_masquerade firewalld.get_rich_rules firewalld.get_service_ports firewalld.get_service_protocols firewalld.get_services firewalld.get_sources firewalld.get_zones firewalld.list_all firewalld.list_icmp_block firewalld.list_port_fwd firewalld.list_ports firewalld.list_services firewalld.list_zones firewalld.make_permanent firewalld.new_service firewalld.new_zone firewalld.reload_rules firewalld.remove_interface firewalld.remove_masquerade firewalld.remove_port firewalld.remove_port_fwd firewalld.remove_rich_rule firewalld.remove_service firewalld.remove_service_port firewalld.remove_service_protocol firewalld.remove_source firewalld.set_default_zone firewalld.version gem.install gem.list gem.list_upgrades gem.sources_add gem.sources_list gem.sources_remove gem.uninstall gem.update gem.update_system gem.version git.add git.archive git.branch git.checkout git.clone git.commit git.config_get git.config_get_regex git.config_get_regexp git.config_set git.config_unset git.current_branch git.describe git.diff git.discard_local_changes git.fetch git.init git.is_worktree git.list_branches git.list_tags git.list_worktrees git.ls_remote git.merge git.merge_base git.merge_tree git.pull git.push git.rebase git.remote_get git.remote_refs git.remote_set git.remotes git.reset git.rev_parse git.revision git.rm git.stash git.status git.submodule git.symbolic_ref git.tag git.version git.worktree_add git.worktree_prune git.worktree_rm grains.append grains.delkey grains.delval grains.equals grains.fetch grains.filter_by grains.get grains.has_value grains.item grains.items grains.ls grains.remove grains.set grains.setval grains.setvals group.add group.adduser group.chgid group.delete group.deluser group.getent group.info group.members hashutil.base64_b64decode hashutil.base64_b64encode hashutil.base64_decodefile hashutil.base64_decodestring hashutil.base64_encodefile hashutil.base64_encodestring hashutil.digest hashutil.digest_file hashutil.github_signature hashutil.hmac_compute hashutil.hmac_signature hashutil.md5_digest hashutil.sha256_digest hashutil.sha512_digest hosts.add_host hosts.get_alias hosts.get_ip hosts.has_pair hosts.list_hosts hosts.rm_host hosts.set_comment hosts.set_host http.query http.update_ca_bundle http.wait_for_successful_query incron.list_tab incron.ls incron.raw_incron incron.raw_system_incron incron.rm incron.rm_job incron.set_job ini.get_ini ini.get_option ini.get_section ini.remove_option ini.remove_section ini.set_option ip.apply_network_settings ip.build_bond ip.build_interface ip.build_network_settings ip.build_routes ip.down ip.get_bond ip.get_interface ip.get_network_settings ip.get_routes ip.up iptables.append iptables.build_rule iptables.check iptables.check_chain iptables.delete iptables.delete_chain iptables.flush iptables.get_policy iptables.get_rules iptables.get_saved_policy iptables.get_saved_rules iptables.insert iptables.new_chain iptables.save iptables.set_policy iptables.version jinja.import_json jinja.import_yaml jinja.load_map kernelpkg.active kernelpkg.cleanup kernelpkg.latest_available kernelpkg.latest_installed kernelpkg.list_installed kernelpkg.needs_reboot kernelpkg.remove kernelpkg.upgrade kernelpkg.upgrade_available key.finger key.finger_master keyboard.get_sys keyboard.get_x keyboard.set_sys keyboard.set_x kmod.available kmod.check_available kmod.is_loaded kmod.load kmod.lsmod kmod.mod_list kmod.remove locale.avail locale.gen_locale locale.get_locale locale.list_avail locale.set_locale locate.locate locate.stats locate.updatedb locate.version log.critical log.debug log.error log.exception log.info log.warning logrotate.get logrotate.set logrotate.show_conf lowpkg.bin_pkg_info lowpkg.bin_pkg_info lowpkg.checksum lowpkg.file_dict lowpkg.file_dict lowpkg.file_list lowpkg.file_list lowpkg.info lowpkg.info lowpkg.list_pkgs lowpkg.list_pkgs lowpkg.modified lowpkg.owner lowpkg.unpurge lowpkg.verify lowpkg.version_cmp lvm.fullversion lvm.lvcreate lvm.lvdisplay lvm.lvextend lvm.lvremove lvm.lvresize lvm.pvcreate lvm.pvdisplay lvm.pvremove lvm.pvresize lvm.version lvm.vgcreate lvm.vgdisplay lvm.vgextend lvm.vgremove lxd.config_get lxd.config_set lxd.init lxd.version match.compound match.data match.filter_by match.glob match.grain match.grain_pcre match.ifelse match.ipcidr match.list match.pcre match.pillar match.pillar_pcre match.search_by mine.delete mine.flush mine.get mine.send mine.update mine.valid minion.kill minion.list minion.restart mongodb.collection_create mongodb.collection_drop mongodb.collections_list mongodb.db_exists mongodb.db_list mongodb.db_remove mongodb.find mongodb.insert mongodb.remove mongodb.update_one mongodb.user_create mongodb.user_exists mongodb.user_find mongodb.user_grant_roles mongodb.user_list mongodb.user_remove mongodb.user_revoke_roles mongodb.user_roles_exists mongodb.version mount.active mount.delete_mount_cache mount.fstab mount.get_device_from_path mount.get_mount_from_path mount.is_fuse_exec mount.is_mounted mount.mount mount.read_mount_cache mount.remount mount.rm_fstab mount.set_fstab mount.swapoff mount.swapon mount.swaps mount.umount mount.write_mount_cache mysql.alter_db mysql.db_check mysql.db_create mysql.db_exists mysql.db_get mysql.db_list mysql.db_optimize mysql.db_remove mysql.db_repair mysql.db_tables mysql.file_query mysql.free_slave mysql.get_master_status mysql.get_slave_status mysql.grant_add mysql.grant_exists mysql.grant_revoke mysql.plugin_add mysql.plugin_remove mysql.plugin_status mysql.plugins_list mysql.processlist mysql.query mysql.quote_identifier mysql.showglobal mysql.showvariables mysql.slave_lag mysql.status mysql.tokenize_grant mysql.user_chpass mysql.user_create mysql.user_exists mysql.user_grants mysql.user_info mysql.user_list mysql.user_remove mysql.verify_login mysql.version network.active_tcp network.arp network.calc_net network.connect network.convert_cidr network.default_route network.dig network.fqdns network.get_bufsize network.get_fqdn network.get_hostname network.get_route network.hw_addr network.hwaddr network.ifacestartswith network.in_subnet network.interface network.interface_ip network.interfaces network.ip_addrs network.ip_addrs6 network.ip_in_subnet network.ip_neighs network.ip_neighs6 network.ip_networks network.ip_networks6 network.ipaddrs network.ipaddrs6 network.iphexval network.ipneighs network.ipneighs6 network.is_loopback network.is_private network.mod_bufsize network.mod_hostname network.netstat network.ping network.reverse_ip network.routes network.subnets network.subnets6 network.traceroute network.wol nftables.append nftables.build_rule nftables.check nftables.check_chain nftables.check_table nftables.delete nftables.delete_chain nftables.delete_table nftables.flush nftables.get_policy nftables.get_rule_handle nftables.get_rules nftables.get_rules_json nftables.get_saved_rules nftables.insert nftables.list_tables nftables.new_chain nftables.new_table nftables.save nftables.set_policy nftables.version npm.cache_clean npm.cache_list npm.cache_path npm.install npm.list npm.uninstall out.out_format out.string_format pam.read_file partition.align_check partition.disk_set partition.disk_toggle partition.exists partition.get_block_device partition.get_id partition.list partition.mkfs partition.mklabel partition.mkpart partition.mkpartfs partition.name partition.probe partition.rescue partition.resize partition.rm partition.set partition.set_id partition.system_types partition.toggle pdbedit.create pdbedit.delete pdbedit.generate_nt_hash pdbedit.get pdbedit.list pdbedit.modify pillar.data pillar.ext pillar.fetch pillar.file_exists pillar.filter_by pillar.get pillar.item pillar.items pillar.keys pillar.ls pillar.obfuscate pillar.raw pip.freeze pip.install pip.is_installed pip.list pip.list_all_versions pip.list_freeze_parse pip.list_upgrades pip.normalize pip.uninstall pip.upgrade pip.upgrade_available pip.version pkg.add_repo_key pkg.autoremove pkg.available_version pkg.available_version pkg.available_version pkg.available_version pkg.available_version pkg.available_version pkg.clean_metadata pkg.del_repo pkg.del_repo pkg.del_repo pkg.del_repo_key pkg.file_dict pkg.file_dict pkg.file_dict pkg.file_dict pkg.file_dict pkg.file_list pkg.file_list pkg.file_list pkg.file_list pkg.file_list pkg.get_locked_packages pkg.get_repo pkg.get_repo pkg.get_repo pkg.get_repo_keys pkg.get_selections pkg.hold pkg.hold pkg.hold pkg.hold pkg.homebrew_prefix pkg.info_available pkg.info_installed pkg.info_installed pkg.info_installed pkg.info_installed pkg.install pkg.install pkg.install pkg.install pkg.install pkg.install pkg.latest_version pkg.latest_version pkg.latest_version pkg.latest_version pkg.latest_version pkg.latest_version pkg.list_downloaded pkg.list_holds pkg.list_locks pkg.list_patches pkg.list_patterns pkg.list_pkgs pkg.list_pkgs pkg.list_pkgs pkg.list_pkgs pkg.list_pkgs pkg.list_pkgs pkg.list_repo_pkgs pkg.list_repo_pkgs pkg.list_repo_pkgs pkg.list_repos pkg.list_repos pkg.list_repos pkg.list_updates pkg.list_updates pkg.list_upgrades pkg.list_upgrades pkg.list_upgrades pkg.list_upgrades pkg.list_upgrades pkg.list_upgrades pkg.mod_repo pkg.mod_repo pkg.mod_repo pkg.normalize_name pkg.normalize_name pkg.normalize_name pkg.owner pkg.owner pkg.owner pkg.owner pkg.owner pkg.parse_arch pkg.parse_arch pkg.parse_arch pkg.purge pkg.purge pkg.purge pkg.purge pkg.purge pkg.purge pkg.refresh_db pkg.refresh_db pkg.refresh_db pkg.refresh_db pkg.refresh_db pkg.refresh_db pkg.remove pkg.remove pkg.remove pkg.remove pkg.remove pkg.remove pkg.services_need_restart pkg.set_selections pkg.show pkg.unhold pkg.unhold pkg.unhold pkg.unhold pkg.update pkg.upgrade pkg.upgrade pkg.upgrade pkg.upgrade pkg.upgrade pkg.upgrade pkg.upgrade_available pkg.upgrade_available pkg.upgrade_available pkg.upgrade_available pkg.upgrade_available pkg.upgrade_available pkg.verify pkg.verify pkg.version pkg.version pkg.version pkg.version pkg.version pkg.version pkg.version_cmp pkg.version_cmp pkg.version_cmp pkg.which postgres.available_extensions postgres.cluster_create postgres.cluster_exists postgres.cluster_list postgres.cluster_remove postgres.create_extension postgres.create_metadata postgres.datadir_exists postgres.datadir_init postgres.db_alter postgres.db_create postgres.db_exists postgres.db_list postgres.db_remove postgres.drop_extension postgres.get_available_extension postgres.get_installed_extension postgres.group_create postgres.group_remove postgres.group_update postgres.has_privileges postgres.installed_extensions postgres.is_available_extension postgres.is_installed_extension postgres.language_create postgres.language_exists postgres.language_list postgres.language_remove postgres.owner_to postgres.privileges_grant postgres.privileges_list postgres.privileges_revoke postgres.psql_query postgres.role_get postgres.schema_create postgres.schema_exists postgres.schema_get postgres.schema_list postgres.schema_remove postgres.tablespace_alter postgres.tablespace_create postgres.tablespace_exists postgres.tablespace_list postgres.tablespace_remove postgres.user_create postgres.user_exists postgres.user_list postgres.user_remove postgres.user_update postgres.version ps.boot_time ps.cpu_percent ps.cpu_times ps.disk_io_counters ps.disk_partition_usage ps.disk_partitions ps.disk_usage ps.get_pid_list ps.get_users ps.kill_pid ps.lsof ps.netstat ps.network_io_counters ps.num_cpus ps.pgrep ps.pkill ps.proc_info ps.psaux ps.ss ps.status ps.swap_memory ps.top ps.total_physical_memory ps.virtual_memory publish.full_data publish.publish publish.runner quota.get_mode quota.off quota.on quota.report quota.set quota.stats quota.warn raid.add raid.assemble raid.create raid.destroy raid.detail raid.examine raid.list raid.save_config raid.stop random.get_str random.hash random.rand_int random.sample random.seed random.shadow_hash random.shuffle random.str_encode redis.bgrewriteaof redis.bgsave redis.config_get redis.config_set redis.dbsize redis.delete redis.exists redis.expire redis.expireat redis.flushall redis.flushdb redis.get_key redis.get_master_ip redis.hdel redis.hexists redis.hget redis.hgetall redis.hincrby redis.hincrbyfloat redis.hlen redis.hmget redis.hmset redis.hscan redis.hset redis.hsetnx redis.hvals redis.info redis.key_type redis.keys redis.lastsave redis.llen redis.lrange redis.ping redis.save redis.sentinel_get_master_ip redis.set_key redis.shutdown redis.slaveof redis.smembers redis.time redis.zcard redis.zrange ret.get_fun ret.get_jid ret.get_jids ret.get_minions rsync.config rsync.rsync rsync.version rvm.do rvm.gemset_copy rvm.gemset_create rvm.gemset_delete rvm.gemset_empty rvm.gemset_list rvm.gemset_list_all rvm.get rvm.install rvm.install_ruby rvm.is_installed rvm.list rvm.reinstall_ruby rvm.rubygems rvm.set_default rvm.wrapper salt_version.equal salt_version.get_release_number salt_version.greater_than salt_version.less_than saltutil.clear_cache saltutil.clear_job_cache saltutil.cmd saltutil.cmd_iter saltutil.find_cached_job saltutil.find_job saltutil.is_running saltutil.kill_all_jobs saltutil.kill_job saltutil.list_extmods saltutil.mmodule saltutil.pillar_refresh saltutil.refresh_beacons saltutil.refresh_grains saltutil.refresh_matchers saltutil.refresh_modules saltutil.refresh_pillar saltutil.regen_keys saltutil.revoke_auth saltutil.runner saltutil.running saltutil.signal_job saltutil.sync_all saltutil.sync_beacons saltutil.sync_clouds saltutil.sync_engines saltutil.sync_executors saltutil.sync_grains saltutil.sync_log_handlers saltutil.sync_matchers saltutil.sync_modules saltutil.sync_output saltutil.sync_outputters saltutil.sync_pillar saltutil.sync_proxymodules saltutil.sync_renderers saltutil.sync_returners saltutil.sync_sdb saltutil.sync_serializers saltutil.sync_states saltutil.sync_thorium saltutil.sync_tops saltutil.sync_utils saltutil.sync_wrapper saltutil.term_all_jobs saltutil.term_job saltutil.update saltutil.update_status saltutil.wheel schedule.add schedule.build_schedule_item schedule.copy schedule.delete schedule.disable schedule.disable_job schedule.enable schedule.enable_job schedule.is_enabled schedule.job_status schedule.list schedule.modify schedule.move schedule.postpone_job schedule.purge schedule.reload schedule.run_job schedule.save schedule.show_next_fire_time schedule.skip_job scsi.ls scsi.rescan_all sdb.delete sdb.get sdb.get_or_set_hash sdb.set selinux.fcontext_add_policy selinux.fcontext_apply_policy selinux.fcontext_delete_policy selinux.fcontext_get_policy selinux.fcontext_policy_is_applied selinux.filetype_id_to_string selinux.getconfig selinux.getenforce selinux.getsebool selinux.getsemod selinux.install_semod selinux.list_sebool selinux.list_semod selinux.port_add_policy selinux.port_delete_policy selinux.port_get_policy selinux.remove_semod selinux.selinux_fs_path selinux.setenforce selinux.setsebool selinux.setsebools selinux.setsemod service.available service.available service.disable service.disable service.disabled service.disabled service.enable service.enable service.enabled service.enabled service.execs service.firstboot service.force_reload service.force_reload service.get_all service.get_all service.get_disabled service.get_disabled service.get_enabled service.get_enabled service.get_running service.get_static service.mask service.masked service.missing service.missing service.offline service.reload service.reload service.restart service.restart service.show service.start service.start service.status service.status service.stop service.stop service.systemctl_reload service.unmask shadow.default_hash shadow.del_password shadow.gen_password shadow.info shadow.list_users shadow.lock_password shadow.set_date shadow.set_expire shadow.set_inactdays shadow.set_maxdays shadow.set_mindays shadow.set_password shadow.set_warndays shadow.unlock_password slsutil.banner slsutil.boolstr slsutil.deserialize slsutil.dir_exists slsutil.file_exists slsutil.findup slsutil.merge slsutil.merge_all slsutil.path_exists slsutil.renderer slsutil.serialize slsutil.update sqlite3.fetch sqlite3.indexes sqlite3.indices sqlite3.modify sqlite3.sqlite_version sqlite3.tables sqlite3.version ssh.auth_keys ssh.check_key ssh.check_key_file ssh.check_known_host ssh.get_known_host_entries ssh.hash_known_hosts ssh.host_keys ssh.key_is_encrypted ssh.recv_known_host_entries ssh.rm_auth_key ssh.rm_auth_key_from_file ssh.rm_known_host ssh.set_auth_key ssh.set_auth_key_from_file ssh.set_known_host ssh.user_keys state.apply state.check_request state.clear_cache state.clear_request state.disable state.enable state.event state.get_pauses state.high state.highstate state.id_exists state.list_disabled state.low state.pause state.plan state.request state.resume state.run_request state.running state.show_highstate state.show_low_sls state.show_lowstate state.show_sls state.show_state_usage state.show_states state.show_top state.single state.sls state.sls_exists state.sls_id state.soft_kill state.template state.template_str state.test state.top status.all_status status.cpuinfo status.cpustats status.custom status.diskstats status.diskusage status.loadavg status.master status.meminfo status.netdev status.netstats status.nproc status.pid status.ping_master status.procs status.proxy_reconnect status.time status.uptime status.version status.vmstats status.w supervisord.add supervisord.custom supervisord.options supervisord.remove supervisord.reread supervisord.restart supervisord.start supervisord.status supervisord.status_bool supervisord.status_raw supervisord.stop supervisord.update sys.argspec sys.doc sys.list_functions sys.list_modules sys.list_renderers sys.list_returner_functions sys.list_returners sys.list_runner_functions sys.list_runners sys.list_state_functions sys.list_state_modules sys.reload_modules sys.renderer_doc sys.returner_argspec sys.returner_doc sys.runner_argspec sys.runner_doc sys.state_argspec sys.state_doc sys.state_schema sysctl.assign sysctl.default_config sysctl.get sysctl.persist sysctl.show sysfs.attr sysfs.interfaces sysfs.read sysfs.target sysfs.write system.get_computer_desc system.get_computer_name system.get_reboot_required_witnessed system.get_system_date system.get_system_date_time system.get_system_time system.halt system.has_settable_hwclock system.init system.poweroff system.reboot system.set_computer_desc system.set_computer_name system.set_reboot_required_witnessed system.set_system_date system.set_system_date_time system.set_system_time system.shutdown temp.dir temp.file test.arg test.arg_clean test.arg_repr test.arg_type test.assertion test.attr_call test.collatz test.conf_test test.cross_test test.deprecation_warning test.echo test.exception test.false test.fib test.get_opts test.kwarg test.module_report test.not_loaded test.opts_pkg test.outputter test.ping test.provider test.providers test.raise_exception test.rand_sleep test.rand_str test.random_hash test.retcode test.sleep test.stack test.true test.try test.tty test.version test.versions test.versions_information test.versions_report timezone.get_hwclock timezone.get_offset timezone.get_zone timezone.get_zonecode timezone.set_hwclock timezone.set_zone timezone.zone_compare tls.ca_exists tls.cert_base_path tls.cert_info tls.create_ca tls.create_ca_signed_cert tls.create_csr tls.create_empty_crl tls.create_pkcs12 tls.create_self_signed_cert tls.get_ca tls.get_ca_signed_cert tls.get_ca_signed_key tls.get_expiration_date tls.get_extensions tls.maybe_fix_ssl_version tls.revoke_cert tls.set_ca_path tls.validate udev.env udev.exportdb udev.info udev.links udev.name udev.path user.add user.chfullname user.chgid user.chgroups user.chhome user.chhomephone user.chloginclass user.chother user.chroomnumber user.chshell user.chuid user.chworkphone user.delete user.get_loginclass user.getent user.info user.list_groups user.list_users user.primary_group user.rename virt.create_xml_path virt.create_xml_str virt.ctrl_alt_del virt.define_xml_path virt.define_xml_str virt.freecpu virt.get_graphics virt.get_loader virt.get_macs virt.get_nics virt.get_xml virt.list_active_vms virt.list_domains virt.list_inactive_vms virt.list_networks virt.list_pools virt.network_get_xml virt.network_set_autostart virt.network_start virt.network_stop virt.network_undefine virt.node_info virt.pause virt.pool_build virt.pool_delete virt.pool_get_xml virt.pool_list_volumes virt.pool_refresh virt.pool_set_autostart virt.pool_start virt.pool_stop virt.pool_undefine virt.reboot virt.reset virt.resume virt.set_autostart virt.setmem virt.setvcpus virt.shutdown virt.start virt.stop virt.undefine virt.vm_state virt.volume_delete virtualenv.create virtualenv.get_distribution_path virtualenv.get_resource_content virtualenv.get_resource_path virtualenv.get_site_packages virtualenv.virtualenv_ver webutil.useradd webutil.userdel webutil.verify x509.create_certificate x509.create_crl x509.create_csr x509.create_private_key x509.encode_certificate x509.encode_crl x509.encode_csr x509.encode_private_key x509.expired x509.expires x509.get_pem_entries x509.get_pem_entry x509.get_private_key_size x509.get_public_key x509.get_signing_policy x509.read_certificate x509.read_certificates x509.read_crl x509.read_csr x509.sign_remote_certificate x509.verify_crl x509.verify_private_key x509.verify_signature x509.will_expire x509.write_pem xml.get_attribute xml.get_value xml.set_attribute xml.set_value yaml.lint'
end

function __salt_runner
    string split ' ' 'auth.del_token auth.mk_token cache.clear_all cache.clear_git_lock cache.clear_grains cache.clear_mine cache.clear_mine_func cache.clear_pillar cache.cloud cache.fetch cache.flush cache.grains cache.list cache.mine cache.pillar cache.store config.get doc.execution doc.runner doc.wheel error.error event.send fileserver.clear_cache fileserver.clear_file_list_cache fileserver.clear_lock fileserver.dir_list fileserver.empty_dir_list fileserver.envs fileserver.file_list fileserver.lock fileserver.symlink_list fileserver.update http.query http.update_ca_bundle jobs.active jobs.exit_success jobs.last_run jobs.list_job jobs.list_jobs jobs.list_jobs_filter jobs.lookup_jid jobs.master jobs.print_job manage.alived manage.allowed manage.bootstrap manage.bootstrap_psexec manage.down manage.joined manage.key_regen manage.list_not_state manage.list_state manage.not_alived manage.not_allowed manage.not_joined manage.not_present manage.not_reaped manage.present manage.reaped manage.safe_accept manage.status manage.up manage.versions mine.get mine.update network.wol network.wollist network.wolmatch pillar.clear_pillar_cache pillar.show_pillar pillar.show_pillar_cache pillar.show_top reactor.add reactor.delete reactor.is_leader reactor.list reactor.set_leader salt.cmd salt.execute saltutil.sync_all saltutil.sync_cache saltutil.sync_clouds saltutil.sync_eauth_tokens saltutil.sync_engines saltutil.sync_executors saltutil.sync_fileserver saltutil.sync_grains saltutil.sync_modules saltutil.sync_output saltutil.sync_pillar saltutil.sync_proxymodules saltutil.sync_queues saltutil.sync_renderers saltutil.sync_returners saltutil.sync_roster saltutil.sync_runners saltutil.sync_sdb saltutil.sync_serializers saltutil.sync_states saltutil.sync_thorium saltutil.sync_tops saltutil.sync_utils saltutil.sync_wheel state.event state.orch state.orch_show_sls state.orchestrate state.orchestrate_high state.orchestrate_show_sls state.orchestrate_single state.pause state.resume state.rm_pause state.set_pause state.sls state.soft_kill survey.diff survey.hash test.arg test.get_opts test.metasyntactic test.raw_arg test.sleep test.stdout_print test.stream'
end

# Prints the options of program $argv[1] that take a value.
function __salt_valued
    switch $argv[1]
        case salt-api
            string split ' ' -- '-c --config-dir --pid-file -l --log-level --log-file --log-file-level'
        case salt-call
            string split ' ' -- '--saltfile -c --config-dir --proxyid --module-executors --executor-opts --cachedir --no-parse -m --module-dirs --master --return --file-root --pillar-root --states-dir --set-metadata --id -t --timeout --priv --out --output --out-indent --output-indent --out-file --output-file --state-output --state_output --state-verbose --state_verbose --profiling-path -l --log-level --log-file --log-file-level'
        case salt-cp
            string split ' ' -- '--saltfile -c --config-dir -t --timeout --delimiter --out --output --out-indent --output-indent --out-file --output-file --state-output --state_output --state-verbose --state_verbose -l --log-level --log-file --log-file-level'
        case salt-key
            string split ' ' -- '--saltfile -c --config-dir -u --user --rotate-aes-key --preserve-minions --auth --eauth --external-auth --username --password --out --output --out-indent --output-indent --out-file --output-file --state-output --state_output --state-verbose --state_verbose -l --list -a --accept -r --reject -p --print -d --delete -f --finger --gen-keys --gen-keys-dir --keysize --priv --signature-path --pub --log-level --log-file --log-file-level'
        case salt-master
            string split ' ' -- '--saltfile -c --config-dir -u --user --pid-file -l --log-level --log-file --log-file-level'
        case salt-minion
            string split ' ' -- '--saltfile -c --config-dir -u --user --pid-file -l --log-level --log-file --log-file-level'
        case salt
            string split ' ' -- '--saltfile -c --config-dir --module-executors --executor-opts -t --timeout --no-parse --subset -b --batch --batch-size --batch-wait --batch-safe-limit --batch-safe-size --return --return_config --return_kwargs --args-separator --metadata --gather-job-timeout --delimiter -a --auth --eauth --external-auth --username --password --out --output --out-indent --output-indent --out-file --output-file --state-output --state_output --state-verbose --state_verbose -l --log-level --log-file --log-file-level'
        case salt-run
            string split ' ' -- '--saltfile -c --config-dir -t --timeout --jid --no-parse -a --auth --eauth --external-auth --username --password --out --output --out-indent --output-indent --out-file --output-file --state-output --state_output --state-verbose --state_verbose --profiling-path -l --log-level --log-file --log-file-level'
        case spm
            string split ' ' -- '--saltfile -c --config-dir -l --log-level --log-file --log-file-level'
    end
end

complete -c salt-api -f
complete -c salt-api -l version -d 'print name and version, stop'
complete -c salt-api -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c salt-api -s h -l help -d 'print usage, stop'
complete -c salt-api -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c salt-api -s d -l daemon -d 'detach and run in the background'
complete -c salt-api -l pid-file -r -F -d 'where the daemon writes its process id'
complete -c salt-api -l disable-keepalive -d 'do not add keep-alive to a master that restarts on failure'
complete -c salt-api -s l -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c salt-api -l log-file -x -d 'log file (path or syslog/udp/tcp address)'
complete -c salt-api -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'

complete -c salt-call -f
complete -c salt-call -l version -d 'print name and version, stop'
complete -c salt-call -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c salt-call -s h -l help -d 'print usage, stop'
complete -c salt-call -l saltfile -r -F -d 'file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)'
complete -c salt-call -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c salt-call -l proxyid -x -d 'id of the proxy minion'
complete -c salt-call -l module-executors -x -d 'replace the list of executors that wrap the function call'
complete -c salt-call -l executor-opts -x -d 'options handed to those executors'
complete -c salt-call -l cachedir -x -a '(__fish_complete_directories)' -d 'cache directory'
complete -c salt-call -l args-stdin -d 'take more options and arguments from standard input, one a line'
complete -c salt-call -l hard-crash -d 'let exceptions through with their traceback'
complete -c salt-call -l no-parse -x -d 'names of key=value arguments to keep as plain text'
complete -c salt-call -s g -l grains -d 'print the grains'
complete -c salt-call -s m -l module-dirs -x -a '(__fish_complete_directories)' -d 'further directory of modules (repeatable)'
complete -c salt-call -s d -l doc -l documentation -d 'print the documentation of a module or function'
complete -c salt-call -l master -x -d 'master to use'
complete -c salt-call -l return -x -d 'also deliver the result to these returners'
complete -c salt-call -l local -d 'work without a master'
complete -c salt-call -l file-root -x -a '(__fish_complete_directories)' -d 'directory of states and files'
complete -c salt-call -l pillar-root -x -a '(__fish_complete_directories)' -d 'directory of pillar'
complete -c salt-call -l states-dir -x -a '(__fish_complete_directories)' -d 'further directory of states'
complete -c salt-call -l retcode-passthrough -d 'exit with the code of the function instead of 1'
complete -c salt-call -l metadata -d 'print id, jid, retcode and the rest beside the return'
complete -c salt-call -l set-metadata -x -d 'data stored with the job'
complete -c salt-call -l id -x -d 'minion id to use'
complete -c salt-call -l skip-grains -d 'do not load grains'
complete -c salt-call -l refresh-grains-cache -d 'compute the grains anew (which is always done)'
complete -c salt-call -l no-return-event -d 'do not send the return to the master'
complete -c salt-call -s t -l timeout -x -d 'seconds'
complete -c salt-call -l output-diff -d 'show only states that changed something'
complete -c salt-call -l priv -x -d 'SSH private key file'
complete -c salt-call -l out -l output -x -a 'highstate json key nested newline_values_only no_return pprint profile progress quiet raw table txt yaml' -d 'choose the outputter'
complete -c salt-call -l out-indent -l output-indent -x -d 'spaces of indent; negative means compact'
complete -c salt-call -l out-file -l output-file -r -F -d 'write the output to a file'
complete -c salt-call -l out-file-append -l output-file-append -d 'append to that file'
complete -c salt-call -l no-color -l no-colour -d 'never colour'
complete -c salt-call -l force-color -l force-colour -d 'colour even when not on a terminal'
complete -c salt-call -l state-output -l state_output -x -a 'full full_id terse terse_id mixed mixed_id changes changes_id filter filter_id' -d 'form of state results: full, terse, mixed, changes, filter (each also with _id)'
complete -c salt-call -l state-verbose -l state_verbose -x -a 'True False' -d 'whether states that changed nothing are shown'
complete -c salt-call -l profiling-path -x -a '(__fish_complete_directories)' -d 'directory for profiles'
complete -c salt-call -l enable-profiling -d 'write profiles'
complete -c salt-call -s l -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c salt-call -l log-file -r -F -d 'log file (path or syslog/udp/tcp address)'
complete -c salt-call -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'
complete -c salt-call -n '__salt_at 1 salt-call' -a '(__salt_execution | __salt_listed)'
complete -c salt-call -n '__salt_at 2 salt-call or-later' -F

complete -c salt-cp -f
complete -c salt-cp -l version -d 'print name and version, stop'
complete -c salt-cp -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c salt-cp -s h -l help -d 'print usage, stop'
complete -c salt-cp -l saltfile -r -F -d 'file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)'
complete -c salt-cp -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c salt-cp -s t -l timeout -x -d 'seconds to wait for returns before asking who is still running'
complete -c salt-cp -l hard-crash -d 'let exceptions through with their traceback'
complete -c salt-cp -s H -l hosts -d 'list the hosts of the roster'
complete -c salt-cp -s E -l pcre -d 'target is a regular expression on the id'
complete -c salt-cp -s L -l list -d 'target is a list of ids'
complete -c salt-cp -s G -l grain -d 'target is grain:glob'
complete -c salt-cp -s P -l grain-pcre -d 'target is grain:regex'
complete -c salt-cp -s N -l nodegroup -d 'target is the name of a node group'
complete -c salt-cp -s R -l range -d 'target is a range-server expression'
complete -c salt-cp -l delimiter -x -d 'separator of nested keys in grain and pillar targets'
complete -c salt-cp -l out -l output -x -a 'highstate json key nested newline_values_only no_return pprint profile progress quiet raw table txt yaml' -d 'choose the outputter'
complete -c salt-cp -l out-indent -l output-indent -x -d 'spaces of indent; negative means compact'
complete -c salt-cp -l out-file -l output-file -r -F -d 'write the output to a file'
complete -c salt-cp -l out-file-append -l output-file-append -d 'append to that file'
complete -c salt-cp -l no-color -l no-colour -d 'never colour'
complete -c salt-cp -l force-color -l force-colour -d 'colour even when not on a terminal'
complete -c salt-cp -l state-output -l state_output -x -a 'full full_id terse terse_id mixed mixed_id changes changes_id filter filter_id' -d 'form of state results: full, terse, mixed, changes, filter (each also with _id)'
complete -c salt-cp -l state-verbose -l state_verbose -x -a 'True False' -d 'whether states that changed nothing are shown'
complete -c salt-cp -s C -l chunked -d 'send in chunks: large files, directories, empty directories'
complete -c salt-cp -s n -l no-compression -d 'do not gzip the transfer'
complete -c salt-cp -s l -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c salt-cp -l log-file -r -F -d 'log file (path or syslog/udp/tcp address)'
complete -c salt-cp -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'
complete -c salt-cp -n '__salt_at 1 salt-cp' -a '(__salt_ids minions | __salt_listed)'
complete -c salt-cp -n '__salt_at 2 salt-cp or-later' -F

complete -c salt-key -f
complete -c salt-key -l version -d 'print name and version, stop'
complete -c salt-key -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c salt-key -s h -l help -d 'print usage, stop'
complete -c salt-key -l saltfile -r -F -d 'file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)'
complete -c salt-key -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c salt-key -s u -l user -x -d 'account to run as'
complete -c salt-key -l hard-crash -d 'let exceptions through with their traceback'
complete -c salt-key -s q -l quiet -d 'print no messages, only what was asked for and questions'
complete -c salt-key -s y -l yes -d 'answer yes to every question'
complete -c salt-key -l rotate-aes-key -x -a 'True False' -d 'False keeps the session key when a key is deleted or rejected'
complete -c salt-key -l preserve-minions -x -a 'True False' -d 'True keeps the cached data of minions whose keys go'
complete -c salt-key -l auth -l eauth -l external-auth -x -d 'authenticate through this external system'
complete -c salt-key -s T -l make-token -d 'store a token after authenticating, for later runs'
complete -c salt-key -l username -x -d 'name for external authentication'
complete -c salt-key -l password -x -d 'secret for external authentication'
complete -c salt-key -l out -l output -x -a 'highstate json key nested newline_values_only no_return pprint profile progress quiet raw table txt yaml' -d 'choose the outputter'
complete -c salt-key -l out-indent -l output-indent -x -d 'spaces of indent; negative means compact'
complete -c salt-key -l out-file -l output-file -r -F -d 'write the output to a file'
complete -c salt-key -l out-file-append -l output-file-append -d 'append to that file'
complete -c salt-key -l no-color -l no-colour -d 'never colour'
complete -c salt-key -l force-color -l force-colour -d 'colour even when not on a terminal'
complete -c salt-key -l state-output -l state_output -x -a 'full full_id terse terse_id mixed mixed_id changes changes_id filter filter_id' -d 'form of state results: full, terse, mixed, changes, filter (each also with _id)'
complete -c salt-key -l state-verbose -l state_verbose -x -a 'True False' -d 'whether states that changed nothing are shown'
complete -c salt-key -s l -l list -x -a 'accepted unaccepted rejected denied all' -d 'list keys of one state: pre/un/unaccepted, acc/accepted, den/denied, rej/rejected, all'
complete -c salt-key -s L -l list-all -d 'list all keys'
complete -c salt-key -s a -l accept -x -a '(__salt_ids minions_pre)' -d 'accept a pending key (glob); the options below include keys of other states'
complete -c salt-key -s A -l accept-all -d 'accept every pending key'
complete -c salt-key -s r -l reject -x -a '(__salt_ids minions_pre)' -d 'reject a pending key (glob); the options below include keys of other states'
complete -c salt-key -s R -l reject-all -d 'reject every pending key'
complete -c salt-key -l include-all -d 'also act on rejected/accepted keys (old form)'
complete -c salt-key -l include-accepted -d 'rejecting also reaches accepted keys'
complete -c salt-key -l include-rejected -d 'accepting also reaches rejected keys'
complete -c salt-key -l include-denied -d 'also reach denied keys'
complete -c salt-key -s p -l print -x -a '(__salt_ids minions minions_pre minions_rejected minions_denied)' -d 'print a public key'
complete -c salt-key -s P -l print-all -d 'print all public keys'
complete -c salt-key -s d -l delete -x -a '(__salt_ids minions minions_pre minions_rejected minions_denied)' -d 'delete a key (glob)'
complete -c salt-key -s D -l delete-all -d 'delete all keys'
complete -c salt-key -s f -l finger -x -a '(__salt_ids minions minions_pre minions_rejected minions_denied)' -d 'print the fingerprint of a key'
complete -c salt-key -s F -l finger-all -d 'print all fingerprints'
complete -c salt-key -l gen-keys -x -d 'make a key pair of this name'
complete -c salt-key -l gen-keys-dir -x -a '(__fish_complete_directories)' -d 'where to put that pair'
complete -c salt-key -l keysize -x -d 'its size in bits (2048 at least)'
complete -c salt-key -l gen-signature -d 'sign the master public key for minions to check'
complete -c salt-key -l priv -r -F -d 'SSH private key file'
complete -c salt-key -l signature-path -x -a '(__fish_complete_directories)' -d 'where to put that signature'
complete -c salt-key -l pub -r -F -d 'public key to sign'
complete -c salt-key -l auto-create -d 'make the signing pair when absent'
complete -c salt-key -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c salt-key -l log-file -r -F -d 'log file (path or syslog/udp/tcp address)'
complete -c salt-key -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'

complete -c salt-master -f
complete -c salt-master -l version -d 'print name and version, stop'
complete -c salt-master -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c salt-master -s h -l help -d 'print usage, stop'
complete -c salt-master -l saltfile -r -F -d 'file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)'
complete -c salt-master -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c salt-master -s u -l user -x -d 'account to run as'
complete -c salt-master -s d -l daemon -d 'detach and run in the background'
complete -c salt-master -l pid-file -r -F -d 'where the daemon writes its process id'
complete -c salt-master -l disable-keepalive -d 'do not add keep-alive to a master that restarts on failure'
complete -c salt-master -s l -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c salt-master -l log-file -r -F -d 'log file (path or syslog/udp/tcp address)'
complete -c salt-master -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'

complete -c salt-minion -f
complete -c salt-minion -l version -d 'print name and version, stop'
complete -c salt-minion -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c salt-minion -s h -l help -d 'print usage, stop'
complete -c salt-minion -l saltfile -r -F -d 'file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)'
complete -c salt-minion -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c salt-minion -s u -l user -x -d 'account to run as'
complete -c salt-minion -s d -l daemon -d 'detach and run in the background'
complete -c salt-minion -l pid-file -r -F -d 'where the daemon writes its process id'
complete -c salt-minion -l disable-keepalive -d 'do not add keep-alive to a master that restarts on failure'
complete -c salt-minion -s l -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c salt-minion -l log-file -r -F -d 'log file (path or syslog/udp/tcp address)'
complete -c salt-minion -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'

complete -c salt -f
complete -c salt -l version -d 'print name and version, stop'
complete -c salt -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c salt -s h -l help -d 'print usage, stop'
complete -c salt -l saltfile -r -F -d 'file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)'
complete -c salt -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c salt -l module-executors -x -d 'replace the list of executors that wrap the function call'
complete -c salt -l executor-opts -x -d 'options handed to those executors'
complete -c salt -s t -l timeout -x -d 'seconds to wait for returns before asking who is still running'
complete -c salt -l args-stdin -d 'take more options and arguments from standard input, one a line'
complete -c salt -l hard-crash -d 'let exceptions through with their traceback'
complete -c salt -l no-parse -x -d 'names of key=value arguments to keep as plain text'
complete -c salt -s s -l static -d 'collect every return and print once at the end'
complete -c salt -s p -l progress -d 'tell how many have answered, also off a terminal'
complete -c salt -l failhard -d 'in batch mode, stop at the first failing return'
complete -c salt -l async -d 'publish, print the job id, do not wait'
complete -c salt -l subset -x -d 'run on this many of the matching minions, chosen at random'
complete -c salt -s v -l verbose -d 'show the job id and what the client is asking'
complete -c salt -l hide-timeout -d 'do not list minions that stayed silent'
complete -c salt -l show-jid -d 'print only the job id ahead of the returns'
complete -c salt -s b -l batch -l batch-size -x -d 'run on N minions, or N percent, at a time'
complete -c salt -l batch-wait -x -d 'seconds a batch slot stays taken after its minion returned'
complete -c salt -l batch-safe-limit -x -d 'switch to batches by itself when at least this many minions match'
complete -c salt -l batch-safe-size -x -d 'batch size for that automatic switch'
complete -c salt -l return -x -d 'also deliver the result to this returner (comma-separated list allowed)'
complete -c salt -l return_config -x -d 'named alternative configuration of the returner'
complete -c salt -l return_kwargs -x -d 'YAML/JSON settings for the returner'
complete -c salt -s d -l doc -l documentation -d 'print the documentation of a module or function'
complete -c salt -l args-separator -x -d 'what stands between the argument lists of a compound command'
complete -c salt -l summary -d 'add counts of targeted, returned, missing and failed minions'
complete -c salt -l metadata -x -d 'data stored with the job, to find it later'
complete -c salt -l output-diff -d 'show only states that changed something'
complete -c salt -l config-dump -d 'print the effective configuration'
complete -c salt -l preview-target -d 'list the minions a target is expected to match, send nothing'
complete -c salt -l start-event -d 'minions announce the moment they accept the job'
complete -c salt -l gather-job-timeout -x -d 'seconds that minions may take to say whether they are still at work'
complete -c salt -s H -l hosts -d 'list the hosts of the roster'
complete -c salt -s E -l pcre -d 'target is a regular expression on the id'
complete -c salt -s L -l list -d 'target is a list of ids'
complete -c salt -s G -l grain -d 'target is grain:glob'
complete -c salt -s P -l grain-pcre -d 'target is grain:regex'
complete -c salt -s N -l nodegroup -d 'target is the name of a node group'
complete -c salt -s R -l range -d 'target is a range-server expression'
complete -c salt -s C -l compound -d 'target is an expression mixing kinds (G@ E@ P@ L@ I@ J@ S@ R@ N@, and/or/not, brackets)'
complete -c salt -s I -l pillar -d 'target is pillar:glob'
complete -c salt -s J -l pillar-pcre -d 'target is pillar:regex'
complete -c salt -s S -l ipcidr -d 'target is an address or network'
complete -c salt -l delimiter -x -d 'separator of nested keys in grain and pillar targets'
complete -c salt -s a -l auth -l eauth -l external-auth -x -d 'authenticate through this external system'
complete -c salt -s T -l make-token -d 'store a token after authenticating, for later runs'
complete -c salt -l username -x -d 'name for external authentication'
complete -c salt -l password -x -d 'secret for external authentication'
complete -c salt -l out -l output -x -a 'highstate json key nested newline_values_only no_return pprint profile progress quiet raw table txt yaml' -d 'choose the outputter'
complete -c salt -l out-indent -l output-indent -x -d 'spaces of indent; negative means compact'
complete -c salt -l out-file -l output-file -r -F -d 'write the output to a file'
complete -c salt -l out-file-append -l output-file-append -d 'append to that file'
complete -c salt -l no-color -l no-colour -d 'never colour'
complete -c salt -l force-color -l force-colour -d 'colour even when not on a terminal'
complete -c salt -l state-output -l state_output -x -a 'full full_id terse terse_id mixed mixed_id changes changes_id filter filter_id' -d 'form of state results: full, terse, mixed, changes, filter (each also with _id)'
complete -c salt -l state-verbose -l state_verbose -x -a 'True False' -d 'whether states that changed nothing are shown'
complete -c salt -s l -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c salt -l log-file -r -F -d 'log file (path or syslog/udp/tcp address)'
complete -c salt -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'
complete -c salt -n '__salt_at 1 salt' -a '(__salt_ids minions | __salt_listed)'
complete -c salt -n '__salt_at 2 salt' -a '(__salt_execution | __salt_listed)'
complete -c salt -n '__salt_at 3 salt or-later' -F

complete -c salt-run -f
complete -c salt-run -l version -d 'print name and version, stop'
complete -c salt-run -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c salt-run -s h -l help -d 'print usage, stop'
complete -c salt-run -l saltfile -r -F -d 'file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)'
complete -c salt-run -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c salt-run -s t -l timeout -x -d 'seconds to wait for returns before asking who is still running'
complete -c salt-run -l args-stdin -d 'take more options and arguments from standard input, one a line'
complete -c salt-run -l jid -x -d 'use this job id'
complete -c salt-run -l hard-crash -d 'let exceptions through with their traceback'
complete -c salt-run -l no-parse -x -d 'names of key=value arguments to keep as plain text'
complete -c salt-run -s d -l doc -l documentation -d 'print the documentation of a module or function'
complete -c salt-run -l async -d 'start the runner in the background and say its tag'
complete -c salt-run -l skip-grains -d 'do not load grains (runners never do)'
complete -c salt-run -s a -l auth -l eauth -l external-auth -x -d 'authenticate through this external system'
complete -c salt-run -s T -l make-token -d 'store a token after authenticating, for later runs'
complete -c salt-run -l username -x -d 'name for external authentication'
complete -c salt-run -l password -x -d 'secret for external authentication'
complete -c salt-run -l out -l output -x -a 'highstate json key nested newline_values_only no_return pprint profile progress quiet raw table txt yaml' -d 'choose the outputter'
complete -c salt-run -l out-indent -l output-indent -x -d 'spaces of indent; negative means compact'
complete -c salt-run -l out-file -l output-file -r -F -d 'write the output to a file'
complete -c salt-run -l out-file-append -l output-file-append -d 'append to that file'
complete -c salt-run -l no-color -l no-colour -d 'never colour'
complete -c salt-run -l force-color -l force-colour -d 'colour even when not on a terminal'
complete -c salt-run -l state-output -l state_output -x -a 'full full_id terse terse_id mixed mixed_id changes changes_id filter filter_id' -d 'form of state results: full, terse, mixed, changes, filter (each also with _id)'
complete -c salt-run -l state-verbose -l state_verbose -x -a 'True False' -d 'whether states that changed nothing are shown'
complete -c salt-run -l profiling-path -x -a '(__fish_complete_directories)' -d 'directory for profiles'
complete -c salt-run -l enable-profiling -d 'write profiles'
complete -c salt-run -l quiet -d 'do not print the result'
complete -c salt-run -s l -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c salt-run -l log-file -r -F -d 'log file (path or syslog/udp/tcp address)'
complete -c salt-run -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'
complete -c salt-run -n '__salt_at 1 salt-run' -a '(__salt_runner)'
complete -c salt-run -n '__salt_at 2 salt-run or-later' -F

complete -c spm -f
complete -c spm -l version -d 'print name and version, stop'
complete -c spm -s V -l versions-report -d 'print versions of the program and everything it depends on, stop'
complete -c spm -s h -l help -d 'print usage, stop'
complete -c spm -l saltfile -r -F -d 'file of per-program option defaults (else ./Saltfile, then ~/.salt/Saltfile)'
complete -c spm -s c -l config-dir -x -a '(__fish_complete_directories)' -d 'directory holding the configuration files'
complete -c spm -s y -l assume-yes -d 'answer yes to every question'
complete -c spm -s f -l force -d 'overwrite files that exist'
complete -c spm -s v -l verbose -d 'show the job id and what the client is asking'
complete -c spm -s l -l log-level -x -a 'all debug error critical garbage info profile quiet trace warning' -d 'what is logged to the terminal'
complete -c spm -l log-file -x -d 'log file (path or syslog/udp/tcp address)'
complete -c spm -l log-file-level -x -a 'all garbage trace debug profile info warning error critical quiet' -d 'what is logged to the file'
