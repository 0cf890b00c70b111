/**
 * Modules, returners and external pillars of databases against real servers, beside real Salt with its Python drivers.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import {
  fetchDatabases,
  nodeDrivers,
  program,
  pythonDrivers,
  serverEnvironment,
} from "./database-packages.js";
import { DatabaseServers, PASSWORD } from "./database-servers.js";
import type { Installation } from "./installation.js";
import { ours, real } from "./installation.js";

const reason = fetchDatabases();
const [salt3006] = real;
const place = mkdtempSync(join(tmpdir(), "salt-interop-drivers-"));

const TABLES = `CREATE TABLE jids (jid varchar(255) NOT NULL UNIQUE, load text NOT NULL);
CREATE TABLE salt_returns (fun varchar(50) NOT NULL, jid varchar(255) NOT NULL, return text NOT NULL,
 full_ret text, id varchar(255) NOT NULL, success varchar(10) NOT NULL, alter_time timestamp DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE pillar (minion varchar(50), name varchar(50), value varchar(50));
INSERT INTO pillar VALUES ('m', 'a', 'one'), ('m', 'b', 'two'), ('other', 'c', 'hidden');`;

/** Calls that leave a server as they found it; answers are compared in this order. */
const CALLS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  mysql: [
    ["mysql.version"],
    ["mysql.db_create", "app"],
    ["mysql.db_get", "app"],
    ["mysql.db_tables", "salt"],
    ["mysql.user_create", "deploy", "localhost", "secret"],
    ["mysql.grant_add", "SELECT,INSERT", "app.*", "deploy", "localhost"],
    ["mysql.user_grants", "deploy", "localhost"],
    ["mysql.user_remove", "deploy", "localhost"],
    ["mysql.db_remove", "app"],
    ["mysql.db_list"],
  ],
  postgres: [
    ["postgres.version"],
    ["postgres.user_create", "deploy", "rolepassword=secret", "login=True"],
    ["postgres.db_create", "app", "owner=deploy"],
    ["postgres.db_list"],
    ["postgres.user_list"],
    ["postgres.db_remove", "app"],
    ["postgres.user_remove", "deploy"],
    ["postgres.user_exists", "deploy"],
  ],
  redis: [
    ["redis.set_key", "k", "v"],
    ["redis.get_key", "k"],
    ["redis.hset", "h", "f", "1"],
    ["redis.hgetall", "h"],
    ["redis.delete", "k", "h"],
    ["redis.ping"],
  ],
};

/** What stands in the answers when they come from the servers. */
const PROOFS: Readonly<Record<string, RegExp>> = {
  mysql: /MariaDB.*INSERT.*"salt"/,
  postgres: /"salt".*"deploy"/,
  redis: /"v".*"f"/,
};

describe("databases", { skip: reason ?? (salt3006 === undefined ? "there is no real Salt" : false) }, () => {
  let servers: DatabaseServers;

  before(async () => {
    servers = await DatabaseServers.start();
    servers.mysql("CREATE DATABASE salt CHARACTER SET utf8mb4");
    servers.mysql(
      TABLES.replaceAll("load text", "`load` mediumtext").replace(" return text", " `return` text"),
      "salt",
    );
    servers.postgres("CREATE DATABASE salt");
    servers.postgres(TABLES, "salt");
    servers.redis("SET", "m", "from redis");
    for (const side of [ours, salt3006 ?? ours]) configure(side, servers);
  });
  after(async () => {
    await servers?.close();
    rmSync(place, { recursive: true, force: true });
  });

  for (const [name, calls] of Object.entries(CALLS)) {
    test(`the module ${name} answers as real Salt does`, () => {
      const answers = (side: Installation) => calls.map((words) => [words[0], told(side, words)]);
      const expected = answers(salt3006 ?? ours);
      assert.deepEqual(answers(ours), expected);
      assert.match(JSON.stringify(expected), PROOFS[name] ?? /^$/, "real Salt has its driver");
    });
  }

  test("returners write the rows and keys that real Salt writes", () => {
    const call = ["test.echo", "{a.b: [1, 2.5]}"];
    const read = {
      mysql: () => servers.mysql("SELECT fun, `return`, id, success FROM salt_returns", "salt"),
      postgres: () => servers.postgres("SELECT fun, return, id, success FROM salt_returns", "salt"),
      redis: () => servers.redis("GET", "m:test.echo").length > 10,
    };
    const empty = (): void => {
      servers.mysql("DELETE FROM salt_returns", "salt");
      servers.postgres("DELETE FROM salt_returns", "salt");
      servers.redis("DEL", "m:test.echo");
    };
    const written = (side: Installation): unknown => {
      empty();
      for (const name of Object.keys(read)) told(side, [...call, "--return", name]);
      return Object.entries(read).map(([name, rows]) => [name, rows()]);
    };
    const expected = written(salt3006 ?? ours);
    assert.match(JSON.stringify(expected), /test\.echo.*2\.5.*m/);
    assert.deepEqual(written(ours), expected);
  });

  test("external pillars give what real Salt's give", () => {
    const expected = told(salt3006 ?? ours, ["pillar.items"]);
    assert.match(JSON.stringify(expected), /"one".*"two".*from redis/);
    assert.doesNotMatch(JSON.stringify(expected), /hidden/);
    assert.deepEqual(told(ours, ["pillar.items"]), expected);
  });

  test("a server that is away costs no return", () => {
    const answer = told(ours, ["test.ping", "--return", "redis,mysql", "--config-dir", join(place, "away")]);
    assert.equal(answer, true);
  });
});

function configure(side: Installation, servers: DatabaseServers): void {
  const options = {
    id: "m",
    file_client: "local",
    driver_dirs: [nodeDrivers],
    "mysql.host": "127.0.0.1",
    "mysql.port": servers.mysqlPort,
    "mysql.user": "root",
    "mysql.pass": PASSWORD,
    "mysql.db": "salt",
    "postgres.host": "127.0.0.1",
    "postgres.port": String(servers.postgresPort),
    "postgres.user": "postgres",
    "postgres.bins_dir": dirname(program("usr/lib/postgresql/15/bin/psql")),
    "returner.postgres.host": "127.0.0.1",
    "returner.postgres.port": servers.postgresPort,
    "returner.postgres.user": "postgres",
    "returner.postgres.passwd": "unused",
    "returner.postgres.db": "salt",
    "redis.host": "127.0.0.1",
    "redis.port": servers.redisPort,
    "redis.db": 0,
    mysql: { host: "127.0.0.1", port: servers.mysqlPort, user: "root", pass: PASSWORD, db: "salt" },
    postgres: { host: "127.0.0.1", port: servers.postgresPort, user: "postgres", pass: "unused", db: "salt" },
    ext_pillar: [
      { mysql: { fromMysql: "SELECT name, value FROM pillar WHERE minion = %s ORDER BY name" } },
      { postgres: { fromPostgres: "SELECT name, value FROM pillar WHERE minion = %s ORDER BY name" } },
      { redis: { function: "key_value", pillar_key: "word" } },
    ],
  };
  write(side.name, options);
  write("away", { ...options, ext_pillar: [], "redis.port": 1, "mysql.port": 1 });
}

function write(name: string, options: Readonly<Record<string, unknown>>): void {
  const dir = join(place, name);
  mkdirSync(dir, { recursive: true });
  const lines = Object.entries({ root_dir: dir, ...options });
  writeFileSync(
    join(dir, "minion"),
    lines.map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join(""),
  );
}

/** What a call without a master returns; its whole output where that is no JSON. */
function told(side: Installation, words: readonly string[]): unknown {
  const env = serverEnvironment();
  const bins = dirname(program("usr/lib/postgresql/15/bin/psql"));
  const path = [bins, process.env.PATH ?? ""].join(delimiter);
  // Python's own packages come with their libraries; the servers' are for psql.
  const done = spawnSync(
    join(side.bin, "salt-call"),
    ["--local", "-c", join(place, side.name), "--out=json", "-l", "quiet", ...words],
    { encoding: "utf8", timeout: 120_000, env: { ...env, PATH: path, PYTHONPATH: pythonDrivers } },
  );
  try {
    const answer: unknown = JSON.parse(done.stdout);
    return typeof answer === "object" && answer !== null ? Reflect.get(answer, "local") : answer;
  } catch {
    return `${done.stdout}${done.stderr}`;
  }
}
