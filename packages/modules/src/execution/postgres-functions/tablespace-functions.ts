/**
 * Functions of `postgres` for tablespaces.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { fn, isDict, isTruthy, maybe, needed } from "@salt/core";
import type { Login } from "./login.js";
import { loginParams } from "./login.js";
import { identifier, literal, word } from "./names.js";
import { queryRows, sqlWorks } from "./psql.js";
import type { NamedRows } from "./rows.js";
import { byName } from "./rows.js";

const name = needed.str("The tablespace.");
const { runas, ...server } = loginParams;

const LIST = `SELECT spcname AS "Name", pga.rolname AS "Owner", spcacl AS "ACL", spcoptions AS "Opts",
 pg_tablespace_location(pgts.oid) AS "Location" FROM pg_tablespace pgts JOIN pg_roles pga ON pga.oid = pgts.spcowner`;

/** `tablespace_list`, `tablespace_exists`, `tablespace_create`, `tablespace_alter`, `tablespace_remove`. */
export const tablespaceFunctions = {
  tablespace_list: fn({
    doc: "The tablespaces with what is known of them.",
    examples: ["salt '*' postgres.tablespace_list"],
    params: loginParams,
    run: (args, context) => tablespaces(args, context),
  }),
  tablespace_exists: fn({
    doc: "Whether there is a tablespace.",
    examples: ["salt '*' postgres.tablespace_exists fast"],
    params: { name, ...loginParams },
    run: async (args, context) => (await tablespaces(args, context)).has(args.name),
  }),
  tablespace_create: fn({
    doc: "Makes a tablespace in a directory that is there.",
    examples: ["salt '*' postgres.tablespace_create fast /srv/ssd"],
    params: {
      name,
      location: needed.str("The directory, on the server."),
      options: maybe.any(null, "Options of the tablespace, a map."),
      owner: maybe.any(null, "The role it belongs to."),
      ...loginParams,
    },
    run: async (args, context) => {
      const owner = isTruthy(args.owner) ? ` OWNER ${identifier(args.owner)}` : "";
      const sql = `CREATE TABLESPACE ${identifier(args.name)}${owner} LOCATION ${literal(args.location)}`;
      const options = isDict(args.options) ? [...args.options].map(setting) : [];
      const ending = options.length === 0 ? "" : ` WITH ( ${options.join(", ")} )`;
      return await sqlWorks(`${sql}${ending}`, args, context);
    },
  }),
  tablespace_alter: fn({
    doc: "Changes the name, the owner or an option of a tablespace.",
    examples: ["salt '*' postgres.tablespace_alter fast new_owner=app"],
    params: {
      name,
      ...server,
      new_name: maybe.any(null, "Its new name."),
      new_owner: maybe.any(null, "The role it is to belong to."),
      set_option: maybe.any(null, "A map with the option to set."),
      reset_option: maybe.any(null, "The option to go back to its default."),
      runas,
    },
    run: async (args, context) => {
      for (const change of changes(args)) {
        const sql = `ALTER TABLESPACE ${identifier(args.name)} ${change}`;
        if (!(await sqlWorks(sql, args, context))) return false;
      }
      return true;
    },
  }),
  tablespace_remove: fn({
    doc: "Removes a tablespace that nothing uses.",
    examples: ["salt '*' postgres.tablespace_remove fast"],
    params: { name, ...loginParams },
    run: (args, context) => sqlWorks(`DROP TABLESPACE ${identifier(args.name)}`, args, context),
  }),
};

async function tablespaces(login: Login, context: ExecutionContext): Promise<NamedRows> {
  return byName(await queryRows(LIST, login, context), "Name");
}

function changes(args: {
  readonly new_name: Value;
  readonly new_owner: Value;
  readonly set_option: Value;
  readonly reset_option: Value;
}): readonly string[] {
  const option = isDict(args.set_option) ? [...args.set_option][0] : undefined;
  return [
    ...(isTruthy(args.new_name) ? [`RENAME TO ${identifier(args.new_name)}`] : []),
    ...(isTruthy(args.new_owner) ? [`OWNER TO ${identifier(args.new_owner)}`] : []),
    ...(option === undefined ? [] : [`SET (${setting(option)})`]),
    ...(isTruthy(args.reset_option) ? [`RESET (${word(args.reset_option)})`] : []),
  ];
}

function setting([key, value]: readonly [Value, Value]): string {
  return `${word(key)} = ${literal(value)}`;
}
