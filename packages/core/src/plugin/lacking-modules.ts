/**
 * Execution modules that Salt 3006 to 3008 have and this implementation has not, so that a refusal can say so.
 */

const NAMES = [
  "acme ansible apcups apf aptly artifactory assistive asymmetric auditpol augeas autoruns aws_sqs",
  "azurearm_compute azurearm_dns azurearm_network azurearm_resource bamboohr baredoc bcache bgp bigip",
  "bluetooth boto3_elasticache boto3_elasticsearch boto3_route53 boto3_sns boto_apigateway boto_asg",
  "boto_cfn boto_cloudfront boto_cloudtrail boto_cloudwatch boto_cloudwatch_event boto_cognitoidentity",
  "boto_datapipeline boto_dynamodb boto_ec2 boto_efs boto_elasticache boto_elasticsearch_domain",
  "boto_elb boto_elbv2 boto_iam boto_iot boto_kinesis boto_kms boto_lambda boto_rds boto_route53",
  "boto_s3 boto_s3_bucket boto_secgroup boto_sns boto_sqs boto_ssm boto_vpc bower bridge btrfs buildout",
  "cabal capirca cassandra_cql celery ceph certutil chassis chef chocolatey chronos chroot cimc",
  "ciscoconfparse cisconso cloud composer consul container_resource cpan csf cyg daemontools datadog",
  "ddns desktop devinfo dism django dnsmasq dockercompose drac dracr drbd dsc eix elasticsearch eselect",
  "esxcluster esxdatacenter esxi esxvm etcd ethtool extfs firewall fmadm freebsd_update freezer gcp",
  "genesis gentoolkit github glanceng glassfish glusterfs gnome google_chat gpg grafana4 grub guestfs",
  "hadoop haproxy heat helm hg highstate_doc hue icinga2 idem ifttt ilo imgadm influxdb influxdb08",
  "infoblox inspector introspect iosconfig ipmi ipset iwtools jail jboss7 jboss7_cli jenkins jira junos",
  "k8s kapacitor kerberos keychain keystone keystoneng keystore kubeadm kubernetes layman ldap ldap3",
  "lgpo lgpo_reg libcloud_compute libcloud_dns libcloud_loadbalancer libcloud_storage license logadm",
  "lvs lxc macdefaults macpackage makeconf mandrill marathon mattermost mdata memcached modjk monit",
  "moosefs mssql msteams munin nacl nagios nagios_rpc namecheap_domains namecheap_domains_dns",
  "namecheap_domains_ns namecheap_ssl namecheap_users napalm napalm_formula napalm_yang net netacl",
  "netaddress netbox netmiko netscaler neutron neutronng nexus nfs3 nginx nictagadm nix nova nspawn ntp",
  "nxos nxos_api omapi openscap openstack_config openstack_mng openvswitch opsgenie oracle osquery",
  "pagerduty pagerduty_util panos parallels pcs pecl peeringdb pf pkg_resource pkgbuild pkgutil",
  "portage_config ports postfix poudriere power powercfg powerpath probes proxy psget puppet purefa",
  "purefb pushbullet pushover pyeapi pyenv qemu_img qemu_nbd rabbitmq rallydev random_org rbac rbenv",
  "rdp rebootmgr reg rest_sample_utils restartcheck restconf riak route runit s3 s6 salt_proxy",
  "saltcheck saltcloud scp seed sensehat sensors serverdensity_device servicenow shortcut slack smbios",
  "smtp snapper snmp softwareupdate solr solrcloud splunk splunk_search ssh_pki statuspage svn swarm",
  "swift sysbench syslog_ng sysrc system_profiler task telegram telemetry testinfra textfsm tomcat",
  "trafficserver transactional_update travisci tuned twilio uptime users uwsgi vagrant varnish vault",
  "vbox_guest vboxmanage vcenter victorops vmadm vmctl vsphere win_dacl win_dns_client win_event",
  "win_iis win_path win_pki win_servermanager win_smtp_server win_snmp win_wua winrepo wordpress wusa",
  "xattr xfs xmpp zabbix zenoss zfs zk_concurrency znc zoneadm zonecfg zookeeper zpool",
];

/** The names, by which functions of these modules are called. */
export const LACKING_MODULES: ReadonlySet<string> = new Set(NAMES.flatMap((line) => line.split(" ")));
