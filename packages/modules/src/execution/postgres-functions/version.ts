/**
 * Versions of servers and extensions.
 */
import type { ExecutionContext } from "@salt/core";
import { compareLoose } from "../../text/loose-version.js";
import type { Login } from "./login.js";
import { runSql } from "./psql.js";

/** The server's version, e.g. `15.18 (Debian 15.18-0+deb12u1)`; empty when it does not answer. */
export async function serverVersion(login: Login, context: ExecutionContext): Promise<string> {
  const sql = "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'server_version'";
  const done = await runSql(sql, login, context, ["-t"]);
  return done.stdout.split("\n")[0] ?? "";
}

/** Whether a version is another or newer. */
export function versionAtLeast(version: string, other: string): boolean {
  return compareLoose(version, other) >= 0;
}
