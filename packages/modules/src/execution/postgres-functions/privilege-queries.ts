/**
 * Queries for the access lists and the owners of objects.
 */
import { literal } from "./names.js";

const INSIDE_CLASS =
  "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_roles r ON r.oid = c.relowner";

/** Where each kind is found: its access list, and the rest of the query; `schema` is for what lies in one. */
const PLACES: Readonly<
  Record<string, (name: string, schema: string) => readonly [list: string, rest: string]>
> = {
  table: (name, schema) => [
    "c.relacl",
    `${INSIDE_CLASS} WHERE n.nspname = ${schema} AND c.relname = ${name} AND c.relkind IN ('r', 'v', 'p')`,
  ],
  sequence: (name, schema) => [
    "c.relacl",
    `${INSIDE_CLASS} WHERE n.nspname = ${schema} AND c.relname = ${name} AND c.relkind = 'S'`,
  ],
  schema: (name) => [
    "n.nspacl",
    `FROM pg_catalog.pg_namespace n LEFT JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner WHERE n.nspname = ${name}`,
  ],
  function: (name, schema) => [
    "p.proacl",
    `FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace LEFT JOIN pg_catalog.pg_roles r ON r.oid = p.proowner WHERE n.nspname = ${schema} AND p.oid::regprocedure::text = ${name}`,
  ],
  tablespace: (name) => [
    "t.spcacl",
    `FROM pg_catalog.pg_tablespace t LEFT JOIN pg_catalog.pg_roles r ON r.oid = t.spcowner WHERE t.spcname = ${name}`,
  ],
  language: (name) => [
    "l.lanacl",
    `FROM pg_catalog.pg_language l LEFT JOIN pg_catalog.pg_roles r ON r.oid = l.lanowner WHERE l.lanname = ${name}`,
  ],
  database: (name) => [
    "d.datacl",
    `FROM pg_catalog.pg_database d LEFT JOIN pg_catalog.pg_roles r ON r.oid = d.datdba WHERE d.datname = ${name}`,
  ],
};

/** The query for `acl` and `owner` of an object of any kind but groups. */
export function objectQuery(kind: string, name: string, schema: string): string {
  const [list, rest] = PLACES[kind]?.(literal(name), literal(schema)) ?? ["NULL", "WHERE false"];
  return `SELECT ${list} AS acl, r.rolname AS owner ${rest}`;
}

/** The query for the members of a group, `rolname` and `admin_option`. */
export function memberQuery(group: string): string {
  return `SELECT r.rolname, m.admin_option FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles r ON m.member = r.oid
 WHERE m.roleid IN (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${literal(group)}) ORDER BY r.rolname`;
}
