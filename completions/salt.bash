# Completion of Salt's commands for bash. Written by `npm run docs`; not to be edited.

_salt_execution='acl.delfacl acl.getfacl acl.modfacl acl.version acl.wipefacls aliases.get_target aliases.has_target aliases.list_aliases aliases.rm_alias aliases.set_target alternatives.auto alternatives.check_exists alternatives.check_installed alternatives.display alternatives.install alternatives.remove alternatives.set alternatives.show_current alternatives.show_link apache.a2disconf apache.a2dismod apache.a2dissite apache.a2enconf apache.a2enmod apache.a2ensite apache.check_conf_enabled apache.check_mod_enabled apache.check_site_enabled archive.cmd_unzip archive.cmd_zip archive.gunzip archive.gzip archive.is_encrypted archive.list archive.rar archive.tar archive.unrar archive.unzip archive.zip at.at at.atc at.atq at.atrm at.jobcheck cmd.exec_code cmd.exec_code_all cmd.has_exec cmd.retcode cmd.run cmd.run_all cmd.run_bg cmd.run_chroot cmd.run_stderr cmd.run_stdout cmd.script cmd.script_retcode cmd.shell cmd.shell_info cmd.shells cmd.tty cmd.which cmd.which_bin config.backup_mode config.dot_vals config.get config.items config.manage_mode config.merge config.option config.valid_fileproto cp.cache_dest cp.cache_dir cp.cache_file cp.cache_files cp.cache_local_file cp.cache_master cp.envs cp.get_dir cp.get_file cp.get_file_str cp.get_template cp.get_url cp.hash_file cp.is_cached cp.list_master cp.list_master_dirs cp.list_master_symlinks cp.list_minion cp.list_states cp.push cp.push_dir cp.recv cp.recv_chunked cp.stat_file cron.get_entry cron.list_tab cron.ls cron.raw_cron cron.rm cron.rm_env cron.rm_job cron.rm_special cron.set_env cron.set_job cron.set_special cron.write_cron_file cron.write_cron_file_verbose data.cas data.clear data.dump data.get data.has_key data.items data.keys data.load data.pop data.update data.values debconf.get_selections debconf.set debconf.set_file debconf.set_template debconf.show defaults.deepcopy defaults.get defaults.merge defaults.update dig.A dig.AAAA dig.check_ip disk.blkid disk.dump disk.format disk.fstype disk.get_fstype_from_path disk.inodeusage disk.percent disk.resize2fs disk.tune disk.usage disk.wipe dnsutil.A dnsutil.AAAA dnsutil.MX dnsutil.NS dnsutil.SPF dnsutil.check_ip dnsutil.hosts_append dnsutil.hosts_remove dnsutil.parse_hosts dnsutil.parse_zone dnsutil.serial environ.get environ.has_value environ.item environ.items environ.setenv environ.setval event.fire event.fire_master event.send file.access file.append file.apply_template_on_contents file.basename file.blockreplace file.chattr file.check_file_meta file.check_hash file.check_managed file.check_managed_changes file.check_perms file.chgrp file.chown file.comment file.comment_line file.contains file.contains_glob file.contains_regex file.copy file.delete_backup file.directory_exists file.dirname file.diskusage file.extract_hash file.file_exists file.find file.get_devmm file.get_diff file.get_gid file.get_group file.get_hash file.get_managed file.get_mode file.get_selinux_context file.get_source_sum file.get_sum file.get_uid file.get_user file.gid_to_group file.grep file.group_to_gid file.is_blkdev file.is_chrdev file.is_fifo file.is_hardlink file.is_link file.join file.lchown file.line file.link file.list_backup file.list_backups file.list_backups_dir file.lsattr file.lstat file.makedirs file.makedirs_perms file.manage_file file.mkdir file.mknod file.mknod_blkdev file.mknod_chrdev file.mknod_fifo file.move file.normpath file.open_files file.pardir file.patch file.path_exists_glob file.prepend file.psed file.read file.readdir file.readlink file.remove file.remove_backup file.rename file.replace file.restore_backup file.restorecon file.rmdir file.search file.sed file.sed_contains file.seek_read file.seek_write file.set_mode file.set_selinux_context file.source_list file.stats file.statvfs file.symlink file.touch file.truncate file.uid_to_user file.uncomment file.user_to_uid file.write firewalld.add_interface firewalld.add_masquerade firewalld.add_port firewalld.add_port_fwd firewalld.add_rich_rule firewalld.add_service firewalld.add_service_port firewalld.add_service_protocol firewalld.add_source firewalld.allow_icmp firewalld.block_icmp firewalld.default_zone firewalld.delete_service firewalld.delete_zone firewalld.get_icmp_types firewalld.get_interfaces firewalld.get_masquerade firewalld.get_rich_rules firewalld.get_service_ports firewalld.get_service_protocols firewalld.get_services firewalld.get_sources firewalld.get_zones firewalld.list_all firewalld.list_icmp_block firewalld.list_port_fwd firewalld.list_ports firewalld.list_services firewalld.list_zones firewalld.make_permanent firewalld.new_service firewalld.new_zone firewalld.reload_rules firewalld.remove_interface firewalld.remove_masquerade firewalld.remove_port firewalld.remove_port_fwd firewalld.remove_rich_rule firewalld.remove_service firewalld.remove_service_port firewalld.remove_service_protocol firewalld.remove_source firewalld.set_default_zone firewalld.version gem.install gem.list gem.list_upgrades gem.sources_add gem.sources_list gem.sources_remove gem.uninstall gem.update gem.update_system gem.version git.add git.archive git.branch git.checkout git.clone git.commit git.config_get git.config_get_regex git.config_get_regexp git.config_set git.config_unset git.current_branch git.describe git.diff git.discard_local_changes git.fetch git.init git.is_worktree git.list_branches git.list_tags git.list_worktrees git.ls_remote git.merge git.merge_base git.merge_tree git.pull git.push git.rebase git.remote_get git.remote_refs git.remote_set git.remotes git.reset git.rev_parse git.revision git.rm git.stash git.status git.submodule git.symbolic_ref git.tag git.version git.worktree_add git.worktree_prune git.worktree_rm grains.append grains.delkey grains.delval grains.equals grains.fetch grains.filter_by grains.get grains.has_value grains.item grains.items grains.ls grains.remove grains.set grains.setval grains.setvals group.add group.adduser group.chgid group.delete group.deluser group.getent group.info group.members hashutil.base64_b64decode hashutil.base64_b64encode hashutil.base64_decodefile hashutil.base64_decodestring hashutil.base64_encodefile hashutil.base64_encodestring hashutil.digest hashutil.digest_file hashutil.github_signature hashutil.hmac_compute hashutil.hmac_signature hashutil.md5_digest hashutil.sha256_digest hashutil.sha512_digest hosts.add_host hosts.get_alias hosts.get_ip hosts.has_pair hosts.list_hosts hosts.rm_host hosts.set_comment hosts.set_host http.query http.update_ca_bundle http.wait_for_successful_query ini.get_ini ini.get_option ini.get_section ini.remove_option ini.remove_section ini.set_option ip.apply_network_settings ip.build_bond ip.build_interface ip.build_network_settings ip.build_routes ip.down ip.get_bond ip.get_interface ip.get_network_settings ip.get_routes ip.up iptables.append iptables.build_rule iptables.check iptables.check_chain iptables.delete iptables.delete_chain iptables.flush iptables.get_policy iptables.get_rules iptables.get_saved_policy iptables.get_saved_rules iptables.insert iptables.new_chain iptables.save iptables.set_policy iptables.version jinja.import_json jinja.import_yaml jinja.load_map key.finger key.finger_master kmod.available kmod.check_available kmod.is_loaded kmod.load kmod.lsmod kmod.mod_list kmod.remove locale.avail locale.gen_locale locale.get_locale locale.list_avail locale.set_locale log.critical log.debug log.error log.exception log.info log.warning logrotate.get logrotate.set logrotate.show_conf lowpkg.bin_pkg_info lowpkg.bin_pkg_info lowpkg.checksum lowpkg.file_dict lowpkg.file_dict lowpkg.file_list lowpkg.file_list lowpkg.info lowpkg.info lowpkg.list_pkgs lowpkg.list_pkgs lowpkg.modified lowpkg.owner lowpkg.unpurge lowpkg.verify lowpkg.version_cmp lvm.fullversion lvm.lvcreate lvm.lvdisplay lvm.lvextend lvm.lvremove lvm.lvresize lvm.pvcreate lvm.pvdisplay lvm.pvremove lvm.pvresize lvm.version lvm.vgcreate lvm.vgdisplay lvm.vgextend lvm.vgremove match.compound match.data match.filter_by match.glob match.grain match.grain_pcre match.ifelse match.ipcidr match.list match.pcre match.pillar match.pillar_pcre match.search_by mine.delete mine.flush mine.get mine.send mine.update mine.valid minion.list mongodb.collection_create mongodb.collection_drop mongodb.collections_list mongodb.db_exists mongodb.db_list mongodb.db_remove mongodb.find mongodb.insert mongodb.remove mongodb.update_one mongodb.user_create mongodb.user_exists mongodb.user_find mongodb.user_grant_roles mongodb.user_list mongodb.user_remove mongodb.user_revoke_roles mongodb.user_roles_exists mongodb.version mount.active mount.delete_mount_cache mount.fstab mount.get_device_from_path mount.get_mount_from_path mount.is_fuse_exec mount.is_mounted mount.mount mount.read_mount_cache mount.remount mount.rm_fstab mount.set_fstab mount.swapoff mount.swapon mount.swaps mount.umount mount.write_mount_cache mysql.alter_db mysql.db_check mysql.db_create mysql.db_exists mysql.db_get mysql.db_list mysql.db_optimize mysql.db_remove mysql.db_repair mysql.db_tables mysql.file_query mysql.free_slave mysql.get_master_status mysql.get_slave_status mysql.grant_add mysql.grant_exists mysql.grant_revoke mysql.plugin_add mysql.plugin_remove mysql.plugin_status mysql.plugins_list mysql.processlist mysql.query mysql.quote_identifier mysql.showglobal mysql.showvariables mysql.slave_lag mysql.status mysql.tokenize_grant mysql.user_chpass mysql.user_create mysql.user_exists mysql.user_grants mysql.user_info mysql.user_list mysql.user_remove mysql.verify_login mysql.version network.active_tcp network.arp network.calc_net network.connect network.convert_cidr network.default_route network.dig network.fqdns network.get_bufsize network.get_fqdn network.get_hostname network.get_route network.hw_addr network.hwaddr network.ifacestartswith network.in_subnet network.interface network.interface_ip network.interfaces network.ip_addrs network.ip_addrs6 network.ip_in_subnet network.ip_networks network.ip_networks6 network.ipaddrs network.ipaddrs6 network.iphexval network.is_loopback network.is_private network.mod_bufsize network.mod_hostname network.netstat network.ping network.reverse_ip network.routes network.subnets network.subnets6 network.traceroute network.wol nftables.append nftables.build_rule nftables.check nftables.check_chain nftables.check_table nftables.delete nftables.delete_chain nftables.delete_table nftables.flush nftables.get_policy nftables.get_rule_handle nftables.get_rules nftables.get_rules_json nftables.get_saved_rules nftables.insert nftables.list_tables nftables.new_chain nftables.new_table nftables.save nftables.set_policy nftables.version npm.cache_clean npm.cache_list npm.cache_path npm.install npm.list npm.uninstall partition.align_check partition.disk_set partition.disk_toggle partition.exists partition.get_block_device partition.get_id partition.list partition.mkfs partition.mklabel partition.mkpart partition.mkpartfs partition.name partition.probe partition.rescue partition.resize partition.rm partition.set partition.set_id partition.system_types partition.toggle pillar.data pillar.ext pillar.fetch pillar.file_exists pillar.filter_by pillar.get pillar.item pillar.items pillar.keys pillar.ls pillar.obfuscate pillar.raw pip.freeze pip.install pip.is_installed pip.list pip.list_all_versions pip.list_freeze_parse pip.list_upgrades pip.uninstall pip.upgrade pip.upgrade_available pip.version pkg.add_repo_key pkg.autoremove pkg.available_version pkg.available_version pkg.available_version pkg.available_version pkg.available_version pkg.available_version pkg.clean_metadata pkg.del_repo pkg.del_repo pkg.del_repo pkg.del_repo_key pkg.file_dict pkg.file_dict pkg.file_dict pkg.file_dict pkg.file_dict pkg.file_list pkg.file_list pkg.file_list pkg.file_list pkg.file_list pkg.get_locked_packages pkg.get_repo pkg.get_repo pkg.get_repo pkg.get_repo_keys pkg.get_selections pkg.hold pkg.hold pkg.hold pkg.hold pkg.homebrew_prefix pkg.info_available pkg.info_installed pkg.info_installed pkg.info_installed pkg.info_installed pkg.install pkg.install pkg.install pkg.install pkg.install pkg.install pkg.latest_version pkg.latest_version pkg.latest_version pkg.latest_version pkg.latest_version pkg.latest_version pkg.list_downloaded pkg.list_holds pkg.list_locks pkg.list_patches pkg.list_patterns pkg.list_pkgs pkg.list_pkgs pkg.list_pkgs pkg.list_pkgs pkg.list_pkgs pkg.list_pkgs pkg.list_repo_pkgs pkg.list_repo_pkgs pkg.list_repo_pkgs pkg.list_repos pkg.list_repos pkg.list_repos pkg.list_updates pkg.list_updates pkg.list_upgrades pkg.list_upgrades pkg.list_upgrades pkg.list_upgrades pkg.list_upgrades pkg.list_upgrades pkg.mod_repo pkg.mod_repo pkg.mod_repo pkg.normalize_name pkg.normalize_name pkg.normalize_name pkg.owner pkg.owner pkg.owner pkg.owner pkg.owner pkg.parse_arch pkg.parse_arch pkg.parse_arch pkg.purge pkg.purge pkg.purge pkg.purge pkg.purge pkg.purge pkg.refresh_db pkg.refresh_db pkg.refresh_db pkg.refresh_db pkg.refresh_db pkg.refresh_db pkg.remove pkg.remove pkg.remove pkg.remove pkg.remove pkg.remove pkg.services_need_restart pkg.set_selections pkg.show pkg.unhold pkg.unhold pkg.unhold pkg.unhold pkg.update pkg.upgrade pkg.upgrade pkg.upgrade pkg.upgrade pkg.upgrade pkg.upgrade pkg.upgrade_available pkg.upgrade_available pkg.upgrade_available pkg.upgrade_available pkg.upgrade_available pkg.upgrade_available pkg.verify pkg.verify pkg.version pkg.version pkg.version pkg.version pkg.version pkg.version pkg.version_cmp pkg.version_cmp pkg.version_cmp postgres.available_extensions postgres.cluster_create postgres.cluster_exists postgres.cluster_list postgres.cluster_remove postgres.create_extension postgres.create_metadata postgres.datadir_exists postgres.datadir_init postgres.db_alter postgres.db_create postgres.db_exists postgres.db_list postgres.db_remove postgres.drop_extension postgres.get_available_extension postgres.get_installed_extension postgres.group_create postgres.group_remove postgres.group_update postgres.has_privileges postgres.installed_extensions postgres.is_available_extension postgres.is_installed_extension postgres.language_create postgres.language_exists postgres.language_list postgres.language_remove postgres.owner_to postgres.privileges_grant postgres.privileges_list postgres.privileges_revoke postgres.psql_query postgres.role_get postgres.schema_create postgres.schema_exists postgres.schema_get postgres.schema_list postgres.schema_remove postgres.tablespace_alter postgres.tablespace_create postgres.tablespace_exists postgres.tablespace_list postgres.tablespace_remove postgres.user_create postgres.user_exists postgres.user_list postgres.user_remove postgres.user_update postgres.version ps.boot_time ps.cpu_percent ps.cpu_times ps.disk_io_counters ps.disk_partition_usage ps.disk_partitions ps.disk_usage ps.get_pid_list ps.get_users ps.kill_pid ps.lsof ps.netstat ps.network_io_counters ps.num_cpus ps.pgrep ps.pkill ps.proc_info ps.psaux ps.ss ps.status ps.swap_memory ps.top ps.total_physical_memory ps.virtual_memory publish.full_data publish.publish publish.runner quota.get_mode quota.off quota.on quota.report quota.set quota.stats quota.warn raid.add raid.assemble raid.create raid.destroy raid.detail raid.examine raid.list raid.save_config raid.stop random.get_str random.hash random.rand_int random.sample random.shadow_hash random.shuffle random.str_encode redis.bgrewriteaof redis.bgsave redis.config_get redis.config_set redis.dbsize redis.delete redis.exists redis.expire redis.expireat redis.flushall redis.flushdb redis.get_key redis.get_master_ip redis.hdel redis.hexists redis.hget redis.hgetall redis.hincrby redis.hincrbyfloat redis.hlen redis.hmget redis.hmset redis.hscan redis.hset redis.hsetnx redis.hvals redis.info redis.key_type redis.keys redis.lastsave redis.llen redis.lrange redis.ping redis.save redis.sentinel_get_master_ip redis.set_key redis.shutdown redis.slaveof redis.smembers redis.time redis.zcard redis.zrange ret.get_fun ret.get_jid ret.get_jids ret.get_minions rsync.config rsync.rsync rsync.version salt_version.equal salt_version.get_release_number salt_version.greater_than salt_version.less_than saltutil.clear_cache saltutil.clear_job_cache saltutil.cmd saltutil.find_cached_job saltutil.find_job saltutil.is_running saltutil.kill_all_jobs saltutil.kill_job saltutil.pillar_refresh saltutil.refresh_beacons saltutil.refresh_grains saltutil.refresh_matchers saltutil.refresh_modules saltutil.refresh_pillar saltutil.revoke_auth saltutil.runner saltutil.running saltutil.signal_job saltutil.sync_all saltutil.sync_beacons saltutil.sync_clouds saltutil.sync_engines saltutil.sync_executors saltutil.sync_grains saltutil.sync_log_handlers saltutil.sync_matchers saltutil.sync_modules saltutil.sync_output saltutil.sync_outputters saltutil.sync_pillar saltutil.sync_proxymodules saltutil.sync_renderers saltutil.sync_returners saltutil.sync_sdb saltutil.sync_serializers saltutil.sync_states saltutil.sync_thorium saltutil.sync_utils saltutil.sync_wrapper saltutil.term_all_jobs saltutil.term_job saltutil.update saltutil.update_status saltutil.wheel schedule.add schedule.build_schedule_item schedule.copy schedule.delete schedule.disable schedule.disable_job schedule.enable schedule.enable_job schedule.is_enabled schedule.job_status schedule.list schedule.modify schedule.move schedule.postpone_job schedule.purge schedule.reload schedule.run_job schedule.save schedule.show_next_fire_time schedule.skip_job sdb.delete sdb.get sdb.get_or_set_hash sdb.set selinux.fcontext_add_policy selinux.fcontext_apply_policy selinux.fcontext_delete_policy selinux.fcontext_get_policy selinux.fcontext_policy_is_applied selinux.filetype_id_to_string selinux.getconfig selinux.getenforce selinux.getsebool selinux.getsemod selinux.install_semod selinux.list_sebool selinux.list_semod selinux.port_add_policy selinux.port_delete_policy selinux.port_get_policy selinux.remove_semod selinux.selinux_fs_path selinux.setenforce selinux.setsebool selinux.setsebools selinux.setsemod service.available service.available service.disable service.disable service.disabled service.disabled service.enable service.enable service.enabled service.enabled service.execs service.firstboot service.force_reload service.force_reload service.get_all service.get_all service.get_disabled service.get_disabled service.get_enabled service.get_enabled service.get_running service.get_static service.mask service.masked service.missing service.missing service.offline service.reload service.reload service.restart service.restart service.show service.start service.start service.status service.status service.stop service.stop service.systemctl_reload service.unmask shadow.default_hash shadow.del_password shadow.gen_password shadow.info shadow.list_users shadow.lock_password shadow.set_date shadow.set_expire shadow.set_inactdays shadow.set_maxdays shadow.set_mindays shadow.set_password shadow.set_warndays shadow.unlock_password slsutil.banner slsutil.boolstr slsutil.deserialize slsutil.dir_exists slsutil.file_exists slsutil.findup slsutil.merge slsutil.merge_all slsutil.path_exists slsutil.renderer slsutil.serialize slsutil.update sqlite3.fetch sqlite3.indexes sqlite3.indices sqlite3.modify sqlite3.sqlite_version sqlite3.tables sqlite3.version ssh.auth_keys ssh.check_key ssh.check_key_file ssh.check_known_host ssh.get_known_host_entries ssh.hash_known_hosts ssh.host_keys ssh.key_is_encrypted ssh.recv_known_host_entries ssh.rm_auth_key ssh.rm_auth_key_from_file ssh.rm_known_host ssh.set_auth_key ssh.set_auth_key_from_file ssh.set_known_host ssh.user_keys state.apply state.check_request state.clear_cache state.clear_request state.disable state.enable state.event state.get_pauses state.high state.highstate state.id_exists state.list_disabled state.low state.pause state.plan state.request state.resume state.run_request state.running state.show_highstate state.show_low_sls state.show_lowstate state.show_sls state.show_state_usage state.show_states state.show_top state.single state.sls state.sls_exists state.sls_id state.soft_kill state.template state.template_str state.test state.top status.all_status status.cpuinfo status.cpustats status.custom status.diskstats status.diskusage status.loadavg status.master status.meminfo status.netdev status.netstats status.nproc status.pid status.ping_master status.procs status.time status.uptime status.version status.vmstats status.w sys.argspec sys.doc sys.list_functions sys.list_modules sys.list_renderers sys.list_returner_functions sys.list_returners sys.list_runner_functions sys.list_runners sys.list_state_functions sys.list_state_modules sys.reload_modules sys.renderer_doc sys.returner_argspec sys.returner_doc sys.runner_argspec sys.runner_doc sys.state_argspec sys.state_doc sysctl.assign sysctl.default_config sysctl.get sysctl.persist sysctl.show sysfs.attr sysfs.read sysfs.target sysfs.write system.get_computer_desc system.get_computer_name system.get_system_date system.get_system_date_time system.get_system_time system.halt system.has_settable_hwclock system.init system.poweroff system.reboot system.set_computer_desc system.set_computer_name system.set_system_date system.set_system_date_time system.set_system_time system.shutdown temp.dir temp.file test.arg test.arg_clean test.arg_repr test.arg_type test.assertion test.attr_call test.collatz test.conf_test test.cross_test test.deprecation_warning test.echo test.exception test.false test.fib test.get_opts test.kwarg test.module_report test.not_loaded test.opts_pkg test.outputter test.ping test.provider test.providers test.raise_exception test.rand_sleep test.rand_str test.random_hash test.retcode test.sleep test.stack test.true test.try test.tty test.version test.versions test.versions_information test.versions_report timezone.get_hwclock timezone.get_offset timezone.get_zone timezone.get_zonecode timezone.set_hwclock timezone.set_zone timezone.zone_compare user.add user.chfullname user.chgid user.chgroups user.chhome user.chhomephone user.chloginclass user.chother user.chroomnumber user.chshell user.chuid user.chworkphone user.delete user.get_loginclass user.getent user.info user.list_groups user.list_users user.primary_group user.rename virtualenv.create virtualenv.get_distribution_path virtualenv.get_resource_content virtualenv.get_resource_path virtualenv.get_site_packages webutil.useradd webutil.userdel webutil.verify x509.create_certificate x509.create_crl x509.create_csr x509.create_private_key x509.encode_certificate x509.encode_crl x509.encode_csr x509.encode_private_key x509.expired x509.expires x509.get_pem_entries x509.get_pem_entry x509.get_private_key_size x509.get_public_key x509.get_signing_policy x509.read_certificate x509.read_certificates x509.read_crl x509.read_csr x509.sign_remote_certificate x509.verify_crl x509.verify_private_key x509.verify_signature x509.will_expire x509.write_pem xml.get_attribute xml.get_value xml.set_attribute xml.set_value'

_salt_runner='auth.del_token auth.mk_token cache.clear_all cache.clear_git_lock cache.clear_grains cache.clear_mine cache.clear_mine_func cache.clear_pillar cache.cloud cache.fetch cache.flush cache.grains cache.list cache.mine cache.pillar cache.store config.get doc.execution doc.runner doc.wheel error.error event.send fileserver.clear_cache fileserver.clear_file_list_cache fileserver.clear_lock fileserver.dir_list fileserver.empty_dir_list fileserver.envs fileserver.file_list fileserver.lock fileserver.symlink_list fileserver.update http.query http.update_ca_bundle jobs.active jobs.exit_success jobs.last_run jobs.list_job jobs.list_jobs jobs.list_jobs_filter jobs.lookup_jid jobs.master jobs.print_job manage.alived manage.allowed manage.bootstrap manage.bootstrap_psexec manage.down manage.joined manage.key_regen manage.list_not_state manage.list_state manage.not_alived manage.not_allowed manage.not_joined manage.not_present manage.not_reaped manage.present manage.reaped manage.safe_accept manage.status manage.up manage.versions mine.get mine.update network.wol network.wollist network.wolmatch pillar.clear_pillar_cache pillar.show_pillar pillar.show_pillar_cache pillar.show_top salt.cmd salt.execute saltutil.sync_all saltutil.sync_cache saltutil.sync_clouds saltutil.sync_eauth_tokens saltutil.sync_engines saltutil.sync_executors saltutil.sync_fileserver saltutil.sync_grains saltutil.sync_modules saltutil.sync_output saltutil.sync_pillar saltutil.sync_proxymodules saltutil.sync_queues saltutil.sync_renderers saltutil.sync_returners saltutil.sync_roster saltutil.sync_runners saltutil.sync_sdb saltutil.sync_serializers saltutil.sync_states saltutil.sync_thorium saltutil.sync_tops saltutil.sync_utils saltutil.sync_wheel state.event survey.diff survey.hash test.arg test.get_opts test.metasyntactic test.raw_arg test.sleep test.stdout_print test.stream'

# Sets words to the options of program $1.
_salt_flags() {
  case "$1" in
    salt-call) words='--version -V --versions-report -h --help --saltfile -c --config-dir --proxyid --module-executors --executor-opts --cachedir --args-stdin --hard-crash --no-parse -g --grains -m --module-dirs -d --doc --documentation --master --return --local --file-root --pillar-root --states-dir --retcode-passthrough --metadata --set-metadata --id --skip-grains --refresh-grains-cache --no-return-event -t --timeout --output-diff --priv --out --output --out-indent --output-indent --out-file --output-file --out-file-append --output-file-append --no-color --no-colour --force-color --force-colour --state-output --state_output --state-verbose --state_verbose --profiling-path --enable-profiling -l --log-level --log-file --log-file-level' ;;
    salt-cp) words='--version -V --versions-report -h --help --saltfile -c --config-dir -t --timeout --hard-crash -H --hosts -E --pcre -L --list -G --grain -P --grain-pcre -N --nodegroup -R --range --delimiter --out --output --out-indent --output-indent --out-file --output-file --out-file-append --output-file-append --no-color --no-colour --force-color --force-colour --state-output --state_output --state-verbose --state_verbose -C --chunked -n --no-compression -l --log-level --log-file --log-file-level' ;;
    salt-key) words='--version -V --versions-report -h --help --saltfile -c --config-dir -u --user --hard-crash -q --quiet -y --yes --rotate-aes-key --preserve-minions --auth --eauth --external-auth -T --make-token --username --password --out --output --out-indent --output-indent --out-file --output-file --out-file-append --output-file-append --no-color --no-colour --force-color --force-colour --state-output --state_output --state-verbose --state_verbose -l --list -L --list-all -a --accept -A --accept-all -r --reject -R --reject-all --include-all --include-accepted --include-rejected --include-denied -p --print -P --print-all -d --delete -D --delete-all -f --finger -F --finger-all --gen-keys --gen-keys-dir --keysize --gen-signature --priv --signature-path --pub --auto-create --log-level --log-file --log-file-level' ;;
    salt-master) words='--version -V --versions-report -h --help --saltfile -c --config-dir -u --user -d --daemon --pid-file --disable-keepalive -l --log-level --log-file --log-file-level' ;;
    salt-minion) words='--version -V --versions-report -h --help --saltfile -c --config-dir -u --user -d --daemon --pid-file --disable-keepalive -l --log-level --log-file --log-file-level' ;;
    salt) words='--version -V --versions-report -h --help --saltfile -c --config-dir --module-executors --executor-opts -t --timeout --args-stdin --hard-crash --no-parse -s --static -p --progress --failhard --async --subset -v --verbose --hide-timeout --show-jid -b --batch --batch-size --batch-wait --batch-safe-limit --batch-safe-size --return --return_config --return_kwargs -d --doc --documentation --args-separator --summary --metadata --output-diff --config-dump --preview-target --start-event --gather-job-timeout -H --hosts -E --pcre -L --list -G --grain -P --grain-pcre -N --nodegroup -R --range -C --compound -I --pillar -J --pillar-pcre -S --ipcidr --delimiter -a --auth --eauth --external-auth -T --make-token --username --password --out --output --out-indent --output-indent --out-file --output-file --out-file-append --output-file-append --no-color --no-colour --force-color --force-colour --state-output --state_output --state-verbose --state_verbose -l --log-level --log-file --log-file-level' ;;
    salt-run) words='--version -V --versions-report -h --help --saltfile -c --config-dir -t --timeout --args-stdin --jid --hard-crash --no-parse -d --doc --documentation --async --skip-grains -a --auth --eauth --external-auth -T --make-token --username --password --out --output --out-indent --output-indent --out-file --output-file --out-file-append --output-file-append --no-color --no-colour --force-color --force-colour --state-output --state_output --state-verbose --state_verbose --profiling-path --enable-profiling --quiet -l --log-level --log-file --log-file-level' ;;
    spm) words='--version -V --versions-report -h --help --saltfile -c --config-dir -y --assume-yes -f --force -v --verbose -l --log-level --log-file --log-file-level' ;;
  esac
}

# Sets kind and words to what option $2 of program $1 takes; fails when it takes nothing.
_salt_value() {
  words=
  case "$1 $2" in
    'salt-call --saltfile'|'salt-call --out-file'|'salt-call --output-file'|'salt-call --log-file'|'salt-cp --saltfile'|'salt-cp --out-file'|'salt-cp --output-file'|'salt-cp --log-file'|'salt-key --saltfile'|'salt-key --out-file'|'salt-key --output-file'|'salt-key --priv'|'salt-key --pub'|'salt-key --log-file'|'salt-master --saltfile'|'salt-master --pid-file'|'salt-master --log-file'|'salt-minion --saltfile'|'salt-minion --pid-file'|'salt-minion --log-file'|'salt --saltfile'|'salt --out-file'|'salt --output-file'|'salt --log-file'|'salt-run --saltfile'|'salt-run --out-file'|'salt-run --output-file'|'salt-run --log-file'|'spm --saltfile')
      kind=file ;;
    'salt-call -c'|'salt-call --config-dir'|'salt-call --cachedir'|'salt-call -m'|'salt-call --module-dirs'|'salt-call --file-root'|'salt-call --pillar-root'|'salt-call --states-dir'|'salt-call --profiling-path'|'salt-cp -c'|'salt-cp --config-dir'|'salt-key -c'|'salt-key --config-dir'|'salt-key --gen-keys-dir'|'salt-key --signature-path'|'salt-master -c'|'salt-master --config-dir'|'salt-minion -c'|'salt-minion --config-dir'|'salt -c'|'salt --config-dir'|'salt-run -c'|'salt-run --config-dir'|'salt-run --profiling-path'|'spm -c'|'spm --config-dir')
      kind=directory ;;
    'salt-call --proxyid'|'salt-call --module-executors'|'salt-call --executor-opts'|'salt-call --no-parse'|'salt-call --master'|'salt-call --return'|'salt-call --set-metadata'|'salt-call --id'|'salt-call -t'|'salt-call --timeout'|'salt-call --priv'|'salt-call --out-indent'|'salt-call --output-indent'|'salt-cp -t'|'salt-cp --timeout'|'salt-cp --delimiter'|'salt-cp --out-indent'|'salt-cp --output-indent'|'salt-key -u'|'salt-key --user'|'salt-key --auth'|'salt-key --eauth'|'salt-key --external-auth'|'salt-key --username'|'salt-key --password'|'salt-key --out-indent'|'salt-key --output-indent'|'salt-key --gen-keys'|'salt-key --keysize'|'salt-master -u'|'salt-master --user'|'salt-minion -u'|'salt-minion --user'|'salt --module-executors'|'salt --executor-opts'|'salt -t'|'salt --timeout'|'salt --no-parse'|'salt --subset'|'salt -b'|'salt --batch'|'salt --batch-size'|'salt --batch-wait'|'salt --batch-safe-limit'|'salt --batch-safe-size'|'salt --return'|'salt --return_config'|'salt --return_kwargs'|'salt --args-separator'|'salt --metadata'|'salt --gather-job-timeout'|'salt --delimiter'|'salt -a'|'salt --auth'|'salt --eauth'|'salt --external-auth'|'salt --username'|'salt --password'|'salt --out-indent'|'salt --output-indent'|'salt-run -t'|'salt-run --timeout'|'salt-run --jid'|'salt-run --no-parse'|'salt-run -a'|'salt-run --auth'|'salt-run --eauth'|'salt-run --external-auth'|'salt-run --username'|'salt-run --password'|'salt-run --out-indent'|'salt-run --output-indent'|'spm --log-file')
      kind=text ;;
    'salt-call --out'|'salt-call --output'|'salt-cp --out'|'salt-cp --output'|'salt-key --out'|'salt-key --output'|'salt --out'|'salt --output'|'salt-run --out'|'salt-run --output')
      kind=words words='highstate json key nested newline_values_only no_return pprint profile progress quiet raw table txt yaml' ;;
    'salt-call --state-output'|'salt-call --state_output'|'salt-cp --state-output'|'salt-cp --state_output'|'salt-key --state-output'|'salt-key --state_output'|'salt --state-output'|'salt --state_output'|'salt-run --state-output'|'salt-run --state_output')
      kind=words words='full full_id terse terse_id mixed mixed_id changes changes_id filter filter_id' ;;
    'salt-call --state-verbose'|'salt-call --state_verbose'|'salt-cp --state-verbose'|'salt-cp --state_verbose'|'salt-key --rotate-aes-key'|'salt-key --preserve-minions'|'salt-key --state-verbose'|'salt-key --state_verbose'|'salt --state-verbose'|'salt --state_verbose'|'salt-run --state-verbose'|'salt-run --state_verbose')
      kind=words words='True False' ;;
    'salt-call -l'|'salt-call --log-level'|'salt-cp -l'|'salt-cp --log-level'|'salt-key --log-level'|'salt-master -l'|'salt-master --log-level'|'salt-minion -l'|'salt-minion --log-level'|'salt -l'|'salt --log-level'|'salt-run -l'|'salt-run --log-level'|'spm -l'|'spm --log-level')
      kind=words words='all debug error critical garbage info profile quiet trace warning' ;;
    'salt-call --log-file-level'|'salt-cp --log-file-level'|'salt-key --log-file-level'|'salt-master --log-file-level'|'salt-minion --log-file-level'|'salt --log-file-level'|'salt-run --log-file-level'|'spm --log-file-level')
      kind=words words='all garbage trace debug profile info warning error critical quiet' ;;
    'salt-key -l'|'salt-key --list')
      kind=words words='accepted unaccepted rejected denied all' ;;
    'salt-key -a'|'salt-key --accept'|'salt-key -r'|'salt-key --reject')
      kind=pending-id ;;
    'salt-key -p'|'salt-key --print'|'salt-key -d'|'salt-key --delete'|'salt-key -f'|'salt-key --finger')
      kind=any-id ;;
    *) return 1 ;;
  esac
}

# Sets kinds to the kinds of the words of program $1 that are not options.
_salt_positionals() {
  case "$1" in
    salt-call) kinds=(function files) ;;
    salt-cp) kinds=(minion files) ;;
    salt-key) kinds=() ;;
    salt-master) kinds=() ;;
    salt-minion) kinds=() ;;
    salt) kinds=(minion function files) ;;
    salt-run) kinds=(runner files) ;;
    spm) kinds=() ;;
  esac
}

# Offers the words of list $1 that begin like cur; before is put in front of each.
_salt_offer() {
  local word
  for word in $1; do
    [[ $word == "$cur"* ]] && COMPREPLY+=("$before$word")
  done
}

# Offers functions of list $1: first the modules, and the functions of one once its dot is there.
_salt_offer_functions() {
  local word last=
  [[ $cur == *.* ]] || compopt -o nospace 2>/dev/null
  for word in $1; do
    [[ $word == "$cur"* ]] || continue
    [[ $cur == *.* ]] || word=${word%%.*}.
    [[ $word == "$last" ]] || COMPREPLY+=("$before$word")
    last=$word
  done
}

# Sets value to what the line $1 says after its colon, without quotes, comment and spaces.
_salt_setting() {
  value=${1#*:}
  value=${value%%[[:space:]]#*}
  value=${value#"${value%%[![:space:]]*}"}
  value=${value%"${value##*[![:space:]]}"}
  value=${value#[\"\']}
  value=${value%[\"\']}
}

# Sets pki to the master's key directory.
_salt_pki() {
  local config=${SALT_CONFIG_DIR:-/etc/salt} root= line value i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      -c|--config-dir)
        config=${COMP_WORDS[i+1]}
        [[ $config == = ]] && config=${COMP_WORDS[i+2]} ;;
    esac
  done
  pki=/etc/salt/pki/master
  [[ -r $config/master ]] || return 0
  while IFS= read -r line || [[ -n $line ]]; do
    case $line in
      root_dir:*) _salt_setting "$line"; root=${value%/} ;;
      pki_dir:*) _salt_setting "$line"; pki=$value ;;
    esac
  done <"$config/master"
  [[ $pki == "$root"/* ]] || pki=$root/${pki#/}
}

# Offers the minions whose keys are in the directories $@.
_salt_offer_ids() {
  local pki directory file id
  _salt_pki
  for directory; do
    for file in "$pki/$directory"/*; do
      id=${file##*/}
      [[ $id == "$cur"* && -f $file ]] || continue
      printf -v id %q "$id"
      COMPREPLY+=("$before$id")
    done
  done
}

# Offers what is of kind $1.
_salt_offer_kind() {
  case $1 in
    words) _salt_offer "$words" ;;
    function) _salt_offer_functions "$_salt_execution" ;;
    runner) _salt_offer_functions "$_salt_runner" ;;
    minion) _salt_offer_ids minions ;;
    pending-id) _salt_offer_ids minions_pre ;;
    any-id) _salt_offer_ids minions minions_pre minions_rejected minions_denied ;;
    file|files) compopt -o default 2>/dev/null ;;
    directory) compopt -o dirnames 2>/dev/null ;;
  esac
}

# Sets place to the number of words before the current one that are neither options nor their values.
_salt_place() {
  local i word kind words
  place=0
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ $word == = ]]; then
      ((i++))
    elif [[ $word == -?* ]]; then
      _salt_value "$program" "$word" || continue
      [[ ${COMP_WORDS[i+1]} == = ]] || ((i++))
    else
      ((place++))
    fi
  done
  return 0
}

_salt_complete() {
  local program=${1##*/} cur=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local before= kind= words= kinds=() place
  COMPREPLY=()
  # Bash takes --out=json apart: three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $previous == = ]] && ((COMP_CWORD > 2)); then
    previous=${COMP_WORDS[COMP_CWORD-2]}
  fi
  if [[ $previous == -* ]] && _salt_value "$program" "$previous"; then
    _salt_offer_kind "$kind"
    return 0
  fi
  if [[ $cur == -* ]]; then
    _salt_flags "$program"
    _salt_offer "$words"
    return 0
  fi
  _salt_positionals "$program"
  ((${#kinds[@]} > 0)) || return 0
  _salt_place
  ((place < ${#kinds[@]})) || place=$((${#kinds[@]} - 1))
  # A list of minions or functions is completed at its last comma.
  if [[ ${kinds[place]} != files && $cur == *,* ]]; then
    before=${cur%,*},
    cur=${cur##*,}
  fi
  _salt_offer_kind "${kinds[place]}"
  return 0
}

complete -F _salt_complete salt-call salt-cp salt-key salt-master salt-minion salt salt-run spm
