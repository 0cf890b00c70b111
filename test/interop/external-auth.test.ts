/**
 * External authentication between commands and masters of ours and of real Salt: names with passwords, tokens, and
 * what they are refused.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { LocalClient, RunnerClient } from "@salt/client";
import { Cluster } from "./cluster.js";
import { printedMap } from "./daemon.js";
import type { Installation } from "./installation.js";
import { all, ours } from "./installation.js";

const MINION = "m-ours";
const PASSWORD = "hush hush";
const place = mkdtempSync(join(tmpdir(), "salt-interop-auth-"));
after(() => rmSync(place, { recursive: true, force: true }));

const login = (user: string, password = PASSWORD): readonly string[] => [
  "-a",
  "sharedsecret",
  `--username=${user}`,
  `--password=${password}`,
];

/** Who authenticates where: real commands with real masters need no test here. */
const PAIRS: readonly (readonly [master: Installation, by: Installation])[] = [
  ...all.map((by) => [ours, by] as const),
  ...all.filter((master) => master !== ours).map((master) => [master, ours] as const),
];

for (const [installation, by] of PAIRS) {
  describe(`external authentication by master ${installation.name}, commands of ${by.name}`, () => {
    let cluster: Cluster;
    const tokenFile = join(place, `token-${installation.name}-${by.name}`);

    before(async () => {
      cluster = await Cluster.start(installation, [ours], {
        auto_accept: true,
        ...(installation === ours
          ? { cli_event_framing: by === ours || by.name === "3006" ? "3006" : "3007" }
          : {}),
        sharedsecret: PASSWORD,
        token_file: tokenFile,
        external_auth: {
          sharedsecret: {
            bob: [".*", "@runner"],
            eve: ["test\\..*"],
            dan: [{ [MINION]: ["grains.get"] }, "@jobs"],
            kim: [{ "@wheel": ["key\\..*"] }],
            "ops%": [".*"],
          },
        },
      });
      await cluster.untilUp();
    });
    after(() => cluster.close());

    const salt = (by: Installation, args: readonly string[]): Readonly<Record<string, unknown>> =>
      printedMap(spawned(by, "salt", args));
    const spawned = (by: Installation, program: string, args: readonly string[]) =>
      spawnSync(join(by.bin, program), ["-c", cluster.master.directory, ...args], {
        encoding: "utf8",
        timeout: 120_000,
        env: { ...process.env, HOME: place },
      });

    test(`salt of ${by.name} may what its user may`, () => {
      const ask = (user: string, ...words: readonly string[]) =>
        salt(by, ["--out=json", "-t", "20", ...login(user), MINION, ...words])[MINION];
      assert.equal(ask("bob", "test.ping"), true);
      assert.equal(ask("eve", "test.echo", "x"), "x");
      assert.equal(ask("dan", "grains.get", "id"), MINION);
    });

    test(`salt of ${by.name} is refused what its user may not`, () => {
      for (const args of [
        [...login("bob", "wrong"), MINION, "test.ping"],
        [...login("eve"), MINION, "grains.items"],
        [...login("dan"), "*", "test.ping"],
        [...login("nobody"), MINION, "test.ping"],
      ]) {
        const { stdout, stderr } = spawned(by, "salt", args);
        assert.match(
          stdout + stderr,
          /Authentication error occurred|Authorization error occurred/,
          args.join(" "),
        );
      }
    });

    test(`salt -T of ${by.name} makes a token that both kinds of clients can use`, async () => {
      const made = salt(by, ["--out=json", "-t", "20", "-T", ...login("eve"), MINION, "test.ping"]);
      assert.equal(made[MINION], true);
      const token = readFileSync(tokenFile, "utf8").trim();
      rmSync(tokenFile);
      const files = tokenFiles(join(cluster.master.directory, "cache", "tokens"));
      assert.ok(
        files.some((file) => file.endsWith(`/${token}`) || file.endsWith(`/${token}.p`)),
        files.join(),
      );
      for (const file of files) assert.equal(statSync(file).mode & 0o077, 0);
      const configFile = join(cluster.master.directory, "master");
      const client = await LocalClient.open({ configFile, login: { token } });
      try {
        const command = { tgt: MINION, fun: "test.echo", arg: ["hi"] };
        assert.equal((await client.cmd(command, { timeout: 20 })).get(MINION), "hi");
        await assert.rejects(client.cmd({ tgt: MINION, fun: "cmd.run", arg: ["id"] }), {
          code: "PUBLISH_REFUSED",
        });
      } finally {
        await client.close();
      }
      if (by !== ours) assert.deepEqual(byPython(by, configFile, token), { [MINION]: "hi" });
    });

    test(`salt-key of ${by.name} by way of the master`, () => {
      const words = (user: string) => ["--eauth", "sharedsecret", ...login(user).slice(2)];
      const listed = spawned(by, "salt-key", [...words("kim"), "-L", "--out=json"]);
      assert.deepEqual(printedMap(listed).minions, [MINION, "spare"], listed.stderr);
      const refused = spawned(by, "salt-key", [...words("eve"), "-L", "--out=json"]);
      assert.equal(printedMap(refused).minions, undefined);
      // A real salt-key says that it rejected an accepted key, and asks the master for pending ones only.
      if (by !== ours) return;
      spawned(by, "salt-key", [...words("kim"), "-y", "--include-all", "-r", "spare"]);
      assert.deepEqual(cluster.keys().minions_rejected, ["spare"]);
      spawned(by, "salt-key", [...words("kim"), "-y", "--include-all", "-a", "spare"]);
      assert.deepEqual(cluster.keys().minions, [MINION, "spare"]);
    });

    test("runners, as far as rules go", async () => {
      const configFile = join(cluster.master.directory, "master");
      const asUser = async (username: string, fun: string): Promise<unknown> => {
        const options = { eauth: "sharedsecret", username, password: PASSWORD };
        const client = await RunnerClient.open({ configFile, login: options });
        try {
          return await client.cmd(fun, { arg: [] }, { timeout: 60 });
        } finally {
          client.close();
        }
      };
      assert.ok(await asUser("bob", "jobs.list_jobs"));
      assert.ok(await asUser("dan", "jobs.list_jobs"));
      await assert.rejects(asUser("eve", "jobs.list_jobs"), { code: "PUBLISH_REFUSED" });
      await assert.rejects(asUser("dan", "manage.up"), { code: "PUBLISH_REFUSED" });
    });
  });
}

/** The files of tokens: those of 3008 end with `.p`. */
function tokenFiles(dir: string): readonly string[] {
  return readdirSync(dir, { recursive: true })
    .map((name) => join(dir, String(name)))
    .filter((path) => statSync(path).isFile());
}

/** What a program that uses real Salt's library gets with a token. */
function byPython(by: Installation, configFile: string, token: string): unknown {
  const program =
    "import sys, json, salt.client\n" +
    "client = salt.client.LocalClient(sys.argv[1])\n" +
    "print(json.dumps(client.cmd('m-ours', 'test.echo', ['hi'], token=sys.argv[2], timeout=20)))\n";
  const done = spawnSync(join(by.bin, "python3"), ["-c", program, configFile, token], { encoding: "utf8" });
  return JSON.parse(done.stdout.trim().split("\n").at(-1) ?? "null");
}
