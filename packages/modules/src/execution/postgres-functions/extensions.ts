/**
 * Extensions of a database: what there is, and what has to be done for one.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { isTruthy, pythonStr } from "@salt/core";
import { compareLoose } from "../../text/loose-version.js";
import type { Login } from "./login.js";
import { identifier, literal } from "./names.js";
import type { PgRow } from "./psql.js";
import { queryRows, runSql } from "./psql.js";

/** What `create_metadata` says, in Salt's words. */
export const FLAGS = {
  missing: "EXTENSION NOT INSTALLED",
  installed: "EXTENSION INSTALLED",
  toUpgrade: "EXTENSION TO UPGRADE",
  toMove: "EXTENSION TO MOVE",
} as const;

/** How an extension is wanted. */
export interface ExtensionWish {
  readonly name: string;
  readonly schema: Value;
  readonly ext_version: Value;
}

/** Extensions that could be installed, by name. */
export async function availableExtensions(
  login: Login,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, PgRow>> {
  return keyed(await queryRows("SELECT * FROM pg_available_extensions()", login, context), "name");
}

/** Extensions that are installed, by name. */
export async function installedExtensions(
  login: Login,
  context: ExecutionContext,
): Promise<ReadonlyMap<string, PgRow>> {
  const sql =
    "SELECT a.*, b.nspname AS schema_name FROM pg_extension a, pg_namespace b WHERE a.extnamespace = b.oid";
  return keyed(await queryRows(sql, login, context), "extname");
}

/** How an extension stands, as a list of Salt's words. */
export async function extensionFlags(
  { name, schema, ext_version }: ExtensionWish,
  login: Login,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const found = (await installedExtensions(login, context)).get(name);
  if (found === undefined) return [FLAGS.missing];
  const version = ext_version === null ? undefined : bare(ext_version);
  const isOld = version !== undefined && compareLoose(found.get("extversion") ?? version, version) < 0;
  const isElsewhere =
    schema !== null &&
    found.get("extrelocatable") === "t" &&
    (found.get("schema_name") ?? schema) !== pythonStr(schema);
  return [FLAGS.installed, ...(isOld ? [FLAGS.toUpgrade] : []), ...(isElsewhere ? [FLAGS.toMove] : [])];
}

/** Installs, moves or upgrades an extension as far as the server has it; whether it is as wished then. */
export async function createExtension(
  wish: ExtensionWish & { readonly if_not_exists: boolean; readonly from_version: Value },
  login: Login,
  context: ExecutionContext,
): Promise<boolean> {
  const flags = await extensionFlags(wish, login, context);
  const names = [...(await availableExtensions(login, context)).keys()];
  if (names.some((name) => name.toLowerCase() === wish.name.toLowerCase())) {
    const sql = flags.includes(FLAGS.missing) ? creation(wish) : alteration(wish, flags);
    if (sql !== "") await runSql(sql, login, context);
  }
  const after = await extensionFlags(wish, login, context);
  return after.length === 1 && after[0] === FLAGS.installed;
}

/** Removes an extension when it is installed; whether it is gone then. */
export async function dropExtension(
  wish: {
    readonly name: string;
    readonly if_exists: boolean;
    readonly restrict: boolean;
    readonly cascade: boolean;
  },
  login: Login,
  context: ExecutionContext,
): Promise<boolean> {
  const isThere = async (): Promise<boolean> => (await installedExtensions(login, context)).has(wish.name);
  if (!(await isThere())) return true;
  const words = ["DROP EXTENSION", ...(wish.if_exists ? ["IF EXISTS"] : []), identifier(wish.name)];
  const ending = [...(wish.cascade ? ["CASCADE"] : []), ...(wish.restrict ? ["RESTRICT"] : [])];
  await runSql([...words, ...ending].join(" "), login, context);
  return !(await isThere());
}

function creation(
  wish: ExtensionWish & { readonly if_not_exists: boolean; readonly from_version: Value },
): string {
  const options = [
    ...(isTruthy(wish.schema) ? [`SCHEMA ${identifier(wish.schema)}`] : []),
    ...(isTruthy(wish.ext_version) ? [`VERSION ${literal(bare(wish.ext_version))}`] : []),
    ...(isTruthy(wish.from_version) ? [`FROM ${literal(bare(wish.from_version))}`] : []),
  ];
  const start = `CREATE EXTENSION ${wish.if_not_exists ? "IF NOT EXISTS " : ""}${identifier(wish.name)}`;
  return options.length === 0 ? start : `${start} WITH ${options.join(" ")}`;
}

function alteration({ name, schema, ext_version }: ExtensionWish, flags: readonly string[]): string {
  const start = `ALTER EXTENSION ${identifier(name)}`;
  const moves = isTruthy(schema) && flags.includes(FLAGS.toMove);
  const upgrades = isTruthy(ext_version) && flags.includes(FLAGS.toUpgrade);
  return [
    ...(moves ? [`${start} SET SCHEMA ${identifier(schema)};`] : []),
    ...(upgrades ? [`${start} UPDATE TO ${literal(bare(ext_version))};`] : []),
  ].join(" ");
}

/** A version without quotes around it: real Salt puts it into statements as it is, so people quote it. */
function bare(version: Value): string {
  return pythonStr(version).replace(/^(["'])(.*)\1$/, "$2");
}

function keyed(rows: readonly PgRow[], column: string): ReadonlyMap<string, PgRow> {
  return new Map(rows.map((row) => [row.get(column) ?? "", row]));
}
