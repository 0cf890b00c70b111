/**
 * Functions of `mysql` for a server as a whole: status, variables, replication, plugins.
 */
import type { ExecutionContext, ExecutionFunction, Plain } from "@salt/core";
import { CommandExecutionError, fn, maybe, needed } from "@salt/core";
import type { ConnectionArgs } from "./place.js";
import { asMaps, LAST_ERROR, withMysql } from "./session.js";

const varkw = "connection_args";
const name = needed.str("The plugin.");

/** `version`, `status`, `showvariables`, `processlist`, `get_slave_status`, `plugins_list` and their kin. */
export const serverFunctions = {
  version: fn({
    doc: "The version of the server; empty when it does not answer.",
    examples: ["salt '*' mysql.version"],
    varkw,
    run: (_args, context, { kwargs }) => mysqlVersion(kwargs, context),
  }),
  status: fn({
    doc: "What the server counts.",
    examples: ["salt '*' mysql.status"],
    varkw,
    run: (_args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, {}, async (session) => {
        const { rows } = await session.run("SHOW STATUS", [], true);
        return new Map(rows.map(([key = null, value = null]) => [key, value]));
      }),
  }),
  showvariables: listing("SHOW VARIABLES", "The settings of the session.", "showvariables"),
  showglobal: listing("SHOW GLOBAL VARIABLES", "The settings of the server.", "showglobal"),
  processlist: listing("SHOW FULL PROCESSLIST", "What the server is doing for whom.", "processlist"),
  get_master_status: firstOf("SHOW MASTER STATUS", "Where the log for replicas is.", "get_master_status"),
  get_slave_status: firstOf("SHOW SLAVE STATUS", "How a replica stands.", "get_slave_status"),
  slave_lag: fn({
    doc: "How many seconds a replica is behind: -1 when it is none, -2 when it stands still, -3 for an error.",
    examples: ["salt '*' mysql.slave_lag"],
    varkw,
    run: (_args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, -3, async (session) => {
        const [status] = asMaps(await session.run("SHOW SLAVE STATUS"));
        if (status === undefined) return -1;
        return status.get("Slave_IO_Running") === "Yes" ? (status.get("Seconds_Behind_Master") ?? null) : -2;
      }),
  }),
  free_slave: fn({
    doc: "Makes a replica a server of its own; `promoted` when it is one.",
    examples: ["salt '*' mysql.free_slave"],
    varkw,
    run: (_args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, "", async (session) => {
        if ((await session.run("SHOW SLAVE STATUS")).count === 0)
          throw new CommandExecutionError("This server is no replica");
        for (const sql of ["STOP SLAVE", "RESET MASTER", "CHANGE MASTER TO MASTER_HOST=''"])
          await session.run(sql);
        return (await session.run("SHOW SLAVE STATUS")).count === 0 ? "promoted" : "failed";
      }),
  }),
  verify_login: fn({
    doc: "Whether one can log in.",
    examples: ["salt '*' mysql.verify_login root password"],
    params: { user: needed.str("Who."), password: maybe.any(null, "The password.") },
    varkw,
    run: async ({ user, password }, context, { kwargs }) => {
      const args = new Map([...kwargs, ["connection_user", user], ["connection_pass", password]] as const);
      const isGood = await withMysql(args, context, false, async () => true);
      if (!isGood) context.memory.delete(LAST_ERROR);
      return isGood;
    },
  }),
  plugins_list: fn({
    doc: "The plugins of the server and whether they are active.",
    examples: ["salt '*' mysql.plugins_list"],
    varkw,
    run: (_args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, [], async (session) =>
        (await session.run("SHOW PLUGINS")).rows.map(([name = null, status = null]) => ({ name, status })),
      ),
  }),
  plugin_status: fn({
    doc: "Whether a plugin is active; empty when it is not there.",
    examples: ["salt '*' mysql.plugin_status auth_socket"],
    params: { name },
    varkw,
    run: (args, context, { kwargs }) => pluginStatus(args.name, kwargs, context),
  }),
  plugin_add: fn({
    doc: "Installs a plugin.",
    examples: ["salt '*' mysql.plugin_add auth_socket"],
    params: { name, soname: maybe.str(null, "Its file; the name and `.so` when not given.") },
    varkw,
    run: async ({ name, soname }, context, { kwargs }) => {
      if ((await pluginStatus(name, kwargs, context)) !== "") return true;
      const file = soname === null || soname === "" ? `${plainWord(name)}.so` : soname;
      return await withMysql(kwargs, context, false, async (session) => {
        await session.run(`INSTALL PLUGIN ${plainWord(name)} SONAME ?`, [file]);
        return true;
      });
    },
  }),
  plugin_remove: fn({
    doc: "Removes a plugin.",
    examples: ["salt '*' mysql.plugin_remove auth_socket"],
    params: { name },
    varkw,
    run: async ({ name }, context, { kwargs }) => {
      if ((await pluginStatus(name, kwargs, context)) === "") return true;
      return await withMysql(kwargs, context, false, async (session) => {
        await session.run(`UNINSTALL PLUGIN ${plainWord(name)}`);
        return true;
      });
    },
  }),
};

/** The version of the server, asked for once; empty when it does not answer. */
export async function mysqlVersion(args: ConnectionArgs, context: ExecutionContext): Promise<string> {
  return await withMysql(args, context, "", async (session) => {
    const [row] = (await session.run("SELECT VERSION()", [], true)).rows;
    return String(row?.[0] ?? "");
  });
}

/** Whether a plugin is active, in the server's word; empty when it is not there. */
export async function pluginStatus(
  name: string,
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<string> {
  const sql = "SELECT PLUGIN_STATUS FROM INFORMATION_SCHEMA.PLUGINS WHERE PLUGIN_NAME = ?";
  return await withMysql(args, context, "", async (session) =>
    String((await session.run(sql, [name])).rows[0]?.[0] ?? ""),
  );
}

function listing(sql: string, doc: string, fun: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' mysql.${fun}`],
    varkw,
    run: (_args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, [], async (session) => [...asMaps(await session.run(sql))]),
  });
}

function firstOf(sql: string, doc: string, fun: string): ExecutionFunction {
  return fn({
    doc,
    examples: [`salt '*' mysql.${fun}`],
    varkw,
    run: (_args, context, { kwargs }) =>
      withMysql<Plain>(kwargs, context, [], async (session) => asMaps(await session.run(sql))[0] ?? []),
  });
}

function plainWord(name: string): string {
  if (/^\w+$/.test(name)) return name;
  throw new CommandExecutionError(`${JSON.stringify(name)} is no name of a plugin`);
}
