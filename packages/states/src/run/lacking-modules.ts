/**
 * State modules that Salt 3006 has and this implementation has not, so that a refusal can say so.
 */

const NAMES = [
  "acme ansible apache artifactory assistive augeas aws_sqs azurearm_compute azurearm_dns",
  "azurearm_network azurearm_resource bigip boto3_elasticache boto3_elasticsearch",
  "boto3_route53 boto3_sns boto_apigateway boto_asg boto_cfn boto_cloudfront boto_cloudtrail",
  "boto_cloudwatch_alarm boto_cloudwatch_event boto_cognitoidentity boto_datapipeline boto_dynamodb",
  "boto_ec2 boto_elasticache boto_elasticsearch_domain boto_elb boto_elbv2 boto_iam boto_iam_role",
  "boto_iot boto_kinesis boto_kms boto_lambda boto_lc boto_rds boto_route53 boto_s3 boto_s3_bucket",
  "boto_secgroup boto_sns boto_sqs boto_vpc bower btrfs buildout cabal ceph certutil chef",
  "chronos_job cimc cisconso cloud composer consul csf cyg ddns dellchassis dism drac dvs",
  "elasticsearch elasticsearch_index elasticsearch_index_template eselect esxcluster esxdatacenter",
  "esxi esxvm etcd ethtool firewall github glance_image glassfish glusterfs gnomedesktop gpg",
  "grafana grafana4_dashboard grafana4_datasource grafana4_org grafana4_user grafana_dashboard",
  "grafana_datasource heat helm hg highstate_doc icinga2 idem ifttt influxdb08_database",
  "influxdb08_user influxdb_continuous_query influxdb_database influxdb_retention_policy",
  "influxdb_user infoblox_a infoblox_cname infoblox_host_record infoblox_range ipmi ipset jboss7",
  "jenkins junos kapacitor keystone keystone_domain keystone_endpoint",
  "keystone_group keystone_project keystone_role keystone_role_grant keystone_service keystone_user",
  "keystore kubernetes layman ldap lgpo_reg libcloud_dns libcloud_loadbalancer libcloud_storage",
  "license logadm lvs_server lvs_service lxc lxd_container lxd_image lxd_profile makeconf",
  "marathon_app memcached modjk modjk_worker monit mssql_database mssql_login mssql_role mssql_user",
  "msteams napalm_yang netacl netconfig netntp netsnmp netusers neutron_network neutron_secgroup",
  "neutron_secgroup_rule neutron_subnet nexus nfs_export ntp nxos openstack_config",
  "openvswitch_bridge openvswitch_db openvswitch_port opsgenie pagerduty",
  "pagerduty_escalation_policy pagerduty_schedule pagerduty_service pagerduty_user panos pbm pcs",
  "pecl pkgbuild pkgng ports powercfg powerpath probes proxy pushover pyenv pyrax_queues",
  "rabbitmq_cluster rabbitmq_plugin rabbitmq_policy rabbitmq_upstream rabbitmq_user rabbitmq_vhost",
  "rbac rbenv rdp reg restconf salt_proxy serverdensity_device slack smartos smtp snapper",
  "solrcloud splunk splunk_search statuspage svn syslog_ng telemetry_alert testinfra",
  "tls tomcat trafficserver tuned uptime vagrant vault vbox_guest victorops win_dns_client",
  "win_smtp_server win_snmp winrepo wordpress xmpp zabbix_action zabbix_host zabbix_hostgroup",
  "zabbix_mediatype zabbix_template zabbix_user zabbix_usergroup zabbix_usermacro zabbix_valuemap",
  "zenoss zfs zk_concurrency zone zookeeper zpool",
];

const LACKING: ReadonlySet<string> = new Set(NAMES.flatMap((line) => line.split(" ")));

/** Whether a state module is one of Salt's that is not here. */
export function isLacking(module: string): boolean {
  return LACKING.has(module);
}
