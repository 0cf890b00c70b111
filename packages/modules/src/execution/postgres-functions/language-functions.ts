/**
 * Functions of `postgres` for languages.
 */
import type { ExecutionContext } from "@salt/core";
import { fn, needed } from "@salt/core";
import type { Login } from "./login.js";
import { loginParams } from "./login.js";
import { word } from "./names.js";
import { queryRows, sqlWorks } from "./psql.js";

const { user, host, port, password, runas } = loginParams;
const name = needed.str("The language.");
const place = { maintenance_db: needed.any("The database."), user, host, port, password, runas };

/** `language_list`, `language_exists`, `language_create`, `language_remove`. */
export const languageFunctions = {
  language_list: fn({
    doc: "The languages of a database.",
    examples: ["salt '*' postgres.language_list dbname"],
    params: place,
    run: async (args, context) => new Map((await languages(args, context)).map((name) => [name, name])),
  }),
  language_exists: fn({
    doc: "Whether a database has a language.",
    examples: ["salt '*' postgres.language_exists plpgsql dbname"],
    params: { name, ...place },
    run: async (args, context) => (await languages(args, context)).includes(args.name),
  }),
  language_create: fn({
    doc: "Installs a language in a database; false when it is there.",
    examples: ["salt '*' postgres.language_create plperl dbname"],
    params: { name, ...place },
    run: async (args, context) => {
      if ((await languages(args, context)).includes(args.name)) return false;
      return await sqlWorks(`CREATE LANGUAGE ${word(args.name)}`, args, context);
    },
  }),
  language_remove: fn({
    doc: "Removes a language from a database; false when it is not there.",
    examples: ["salt '*' postgres.language_remove plperl dbname"],
    params: { name, ...place },
    run: async (args, context) => {
      if (!(await languages(args, context)).includes(args.name)) return false;
      return await sqlWorks(`DROP LANGUAGE ${word(args.name)}`, args, context);
    },
  }),
};

async function languages(login: Login, context: ExecutionContext): Promise<readonly string[]> {
  const rows = await queryRows('SELECT lanname AS "Name" FROM pg_language', login, context);
  return rows.map((row) => row.get("Name") ?? "");
}
