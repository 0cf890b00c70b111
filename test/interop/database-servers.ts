/**
 * MariaDB, PostgreSQL and Redis as processes below a private directory, on free ports of loopback.
 */
import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "@salt/testkit";
import { until } from "./daemon.js";
import { program, serverEnvironment, serverRoot } from "./database-packages.js";

/** The account of PostgreSQL's processes, which refuse to run as root. */
const NOBODY = 65_534;
const PG = "usr/lib/postgresql/15/bin";
/** The password of MariaDB's root and of PostgreSQL's `postgres`. */
export const PASSWORD = "in-tests-only";

/** The servers, until they are closed. */
export class DatabaseServers {
  readonly mysqlPort: number;
  readonly postgresPort: number;
  readonly redisPort: number;
  readonly #place: string;
  readonly #processes: ChildProcess[] = [];

  private constructor(place: string, ports: readonly [number, number, number]) {
    [this.mysqlPort, this.postgresPort, this.redisPort] = ports;
    this.#place = place;
  }

  /** Starts all three and waits until they answer. */
  static async start(): Promise<DatabaseServers> {
    const place = mkdtempSync(join(tmpdir(), "salt-interop-db-"));
    chmodSync(place, 0o755);
    const [mysql = 0, postgres = 0, redis = 0] = await freePorts(3);
    const servers = new DatabaseServers(place, [mysql, postgres, redis]);
    try {
      servers.#startRedis();
      servers.#startMysql();
      servers.#startPostgres();
      await until("Redis", () => servers.redis("PING").trim() === "PONG");
      await until("MariaDB", () => servers.mysql("SELECT 1").trim() === "1");
      await until("PostgreSQL", () => servers.postgres("SELECT 1").trim() === "1");
    } catch (error) {
      await servers.close();
      throw error;
    }
    return servers;
  }

  /** What MariaDB's own client prints for statements. */
  mysql(sql: string, database = ""): string {
    const where = ["--no-defaults", "-h127.0.0.1", `-P${this.mysqlPort}`, "-uroot", `-p${PASSWORD}`];
    return told("usr/bin/mariadb", [...where, "-N", "-B", "-e", sql, ...(database === "" ? [] : [database])]);
  }

  /** What psql prints for statements. */
  postgres(sql: string, database = "postgres"): string {
    const where = ["-h", "127.0.0.1", "-p", String(this.postgresPort), "-U", "postgres", "-d", database];
    return told(`${PG}/psql`, ["-X", "-A", "-t", ...where, "-c", sql]);
  }

  /** What redis-cli prints for a command. */
  redis(...words: readonly string[]): string {
    return told("usr/bin/redis-cli", ["-p", String(this.redisPort), ...words]);
  }

  /** Ends them all. */
  async close(): Promise<void> {
    await Promise.all(this.#processes.map(ended));
    rmSync(this.#place, { recursive: true, force: true });
  }

  #startRedis(): void {
    const options = [
      "--bind",
      "127.0.0.1",
      "--port",
      String(this.redisPort),
      "--save",
      "",
      "--dir",
      this.#place,
    ];
    this.#spawn("usr/bin/redis-server", options);
  }

  #startMysql(): void {
    const data = join(this.#place, "mysql");
    const base = existsSync(join(serverRoot, "usr/sbin/mariadbd")) ? join(serverRoot, "usr") : "/usr";
    const common = ["--no-defaults", `--basedir=${base}`, `--datadir=${data}`];
    const how = ["--auth-root-authentication-method=normal", "--skip-test-db", "--user=root"];
    told("usr/bin/mariadb-install-db", [...common, ...how]);
    const options = [`--port=${this.mysqlPort}`, "--bind-address=127.0.0.1", "--user=root"];
    const init = `--init-file=${join(this.#place, "init.sql")}`;
    writeInit(join(this.#place, "init.sql"));
    this.#spawn("usr/sbin/mariadbd", [
      ...common,
      ...options,
      init,
      `--socket=${join(this.#place, "mysql.sock")}`,
      `--lc-messages-dir=${join(base, "share/mysql")}`,
      `--plugin-dir=${join(base, "lib/mysql/plugin")}`,
    ]);
  }

  #startPostgres(): void {
    const data = join(this.#place, "postgres");
    mkdirSync(data);
    chownSync(data, NOBODY, NOBODY);
    told(`${PG}/initdb`, ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"], NOBODY);
    const options = ["-p", String(this.postgresPort), "-c", "listen_addresses=127.0.0.1", "-c", "jit=off"];
    this.#spawn(`${PG}/postgres`, ["-D", data, "-k", data, "-F", ...options], NOBODY);
  }

  #spawn(path: string, args: readonly string[], account?: number): void {
    const ids = account === undefined ? {} : { uid: account, gid: account };
    const env = serverEnvironment();
    this.#processes.push(spawn(program(path), args, { env, stdio: "ignore", cwd: this.#place, ...ids }));
  }
}

function writeInit(path: string): void {
  writeFileSync(path, `ALTER USER root@localhost IDENTIFIED BY '${PASSWORD}';\n`);
}

function told(path: string, args: readonly string[], account?: number): string {
  const ids = account === undefined ? {} : { uid: account, gid: account };
  const options = { env: serverEnvironment(), encoding: "utf8", timeout: 60_000, cwd: "/", ...ids } as const;
  return spawnSync(program(path), args, options).stdout ?? "";
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGKILL");
  await gone;
}
