/**
 * States that run queries on MySQL and MariaDB.
 */
import { existsSync } from "node:fs";
import { isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { environmentOf, failed } from "./answer/answer.js";
import { runQuery } from "./mysql-functions/run-query.js";
import { MysqlCaller, needs } from "./mysql-functions/server.js";

const name = needed.str("A name for the query.");
const database = needed.str("The database.");
const output = maybe.any(null, "Where the answer goes: `grain`, or the path of a file.");
const rest = {
  grain: maybe.str(null, "The grain that it goes to."),
  key: maybe.str(null, "The key in that grain."),
  overwrite: maybe.bool(true, "Whether to run it when the grain or the file is there."),
};
const ending = {
  check_db_exists: maybe.bool(true, "Whether to look first whether the database is there."),
  client_flags: maybe.any(null, "Flags of the protocol, a list."),
};
const FROM_ELSEWHERE = /^(?:salt|https?|swift|s3):\/\//;

export const mysqlQuery = stateModule("mysql_query", {
  doc: "States that run queries on MySQL and MariaDB.",
  available: needs("query"),
  functions: {
    run: stateFn({
      doc: "Runs a query and keeps its answer in a grain or a file.",
      params: { name, database, query: needed.str("The query."), output, ...rest, ...ending },
      varkw: "connection_args",
      run: (args, context, { kwargs }) => {
        const mysql = new MysqlCaller(context, kwargs);
        const missing = `Database ${args.name} is not present`;
        return runQuery({ ...args, fun: "query", text: args.query, missing }, mysql, context);
      },
    }),
    run_file: stateFn({
      doc: "Runs the queries of a file and keeps their answer in a grain or a file.",
      params: {
        ...{ name, database },
        query_file: needed.str("The file: a path on the minion, or an address."),
        ...{ output, ...rest },
        saltenv: maybe.any(null, "The environment of the file server."),
        ...ending,
      },
      varkw: "connection_args",
      run: async (args, context, { kwargs }) => {
        const mysql = new MysqlCaller(context, kwargs);
        const saltenv = isTruthy(args.saltenv) ? args.saltenv : environmentOf(context);
        const path = FROM_ELSEWHERE.test(args.query_file)
          ? pythonStr(await context.call("cp.cache_file", [args.query_file], { saltenv }))
          : args.query_file;
        if (path === "" || !existsSync(path)) return failed(args.name, `File ${path} does not exist`);
        const missing = `Database ${args.database} is not present`;
        return await runQuery({ ...args, fun: "file_query", text: path, missing }, mysql, context);
      },
    }),
  },
});
