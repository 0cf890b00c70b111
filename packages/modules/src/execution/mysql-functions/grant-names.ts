/**
 * The privileges of MySQL and MariaDB, and how two of their names became others.
 */
import { compareLoose } from "../../text/loose-version.js";

/** What may be granted. */
export const GRANTS: ReadonlySet<string> = new Set([
  "ALL PRIVILEGES",
  "ALTER",
  "ALTER ROUTINE",
  "BACKUP_ADMIN",
  "BINLOG ADMIN",
  "BINLOG MONITOR",
  "BINLOG REPLAY",
  "BINLOG_ADMIN",
  "CONNECTION ADMIN",
  "CONNECTION_ADMIN",
  "CREATE",
  "CREATE ROLE",
  "CREATE ROUTINE",
  "CREATE TABLESPACE",
  "CREATE TEMPORARY TABLES",
  "CREATE USER",
  "CREATE VIEW",
  "DELETE",
  "DELETE HISTORY",
  "DROP",
  "DROP ROLE",
  "ENCRYPTION_KEY_ADMIN",
  "EVENT",
  "EXECUTE",
  "FEDERATED ADMIN",
  "FILE",
  "GRANT OPTION",
  "GROUP_REPLICATION_ADMIN",
  "INDEX",
  "INSERT",
  "LOCK TABLES",
  "PERSIST_RO_VARIABLES_ADMIN",
  "PROCESS",
  "READ_ONLY ADMIN",
  "REFERENCES",
  "RELOAD",
  "REPLICA MONITOR",
  "REPLICATION CLIENT",
  "REPLICATION MASTER ADMIN",
  "REPLICATION REPLICA",
  "REPLICATION SLAVE",
  "REPLICATION SLAVE ADMIN",
  "REPLICATION_SLAVE_ADMIN",
  "RESOURCE_GROUP_ADMIN",
  "RESOURCE_GROUP_USER",
  "ROLE_ADMIN",
  "SELECT",
  "SET USER",
  "SET_USER_ID",
  "SHOW DATABASES",
  "SHOW VIEW",
  "SHUTDOWN",
  "SLAVE MONITOR",
  "SUPER",
  "SYSTEM_VARIABLES_ADMIN",
  "TRIGGER",
  "UPDATE",
  "USAGE",
  "XA_RECOVER_ADMIN",
]);

/** All that `ALL PRIVILEGES` means on a MySQL that lists them one by one. */
const NOT_IN_ALL = new Set(["USAGE", "GRANT OPTION", "PROXY"]);

/** What MariaDB calls privileges since a version. */
const RENAMED: readonly (readonly [since: string, from: string, to: string])[] = [
  ["10.5.1", "REPLICATION REPLICA", "REPLICATION SLAVE"],
  ["10.5.2", "REPLICATION CLIENT", "BINLOG MONITOR"],
  ["10.5.9", "REPLICA MONITOR", "SLAVE MONITOR"],
];

/** Privileges by the names that a server gives them. */
export function serverNames(grants: readonly string[], version: string): readonly string[] {
  if (!version.includes("MariaDB")) return grants;
  const renamed = RENAMED.filter(([since]) => compareLoose(version, since) >= 0);
  return grants.map((name) => renamed.find(([, from]) => from === name)?.[2] ?? name);
}

/** Whether a privilege is one of those that `ALL PRIVILEGES` stands for. */
export function isInAll(name: string): boolean {
  return !NOT_IN_ALL.has(name);
}
