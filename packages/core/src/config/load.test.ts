/** Loading configurations: precedence, paths, and every kind of mistake. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { ConfigError } from "../base/errors.js";
import type { Value } from "../base/value.js";
import { withScratch } from "../testing/scratch.js";
import { composeYaml } from "../yaml/compose.js";
import { requireYamlPackage } from "../yaml/package.js";
import { KNOWN_OPTIONS } from "./known-options.generated.js";
import { loadConfig } from "./load.js";
import { masterOptions } from "./options/master.js";
import { minionOptions } from "./options/minion.js";
import { readSimpleYaml } from "./simple-file.js";

const load = (dir: string, overrides: Record<string, Value> = {}) =>
  loadConfig(masterOptions, { file: join(dir, "master"), overrides });

async function refused(content: string, pattern: RegExp): Promise<void> {
  await withScratch({ master: content }, (dir) => {
    assert.throws(
      () => load(dir),
      (error) => error instanceof ConfigError && pattern.test(error.message) && error.hint !== undefined,
      content,
    );
  });
}

test("without a file everything has its default", () =>
  withScratch({}, (dir) => {
    const { config, opts, warnings, origin } = load(dir);
    assert.equal(config.publish_port, 4505);
    assert.equal(config.pki_dir, "/etc/salt/pki/master");
    assert.equal(opts.get("ret_port"), 4506);
    assert.equal(opts.get("conf_file"), join(dir, "master"));
    assert.deepEqual(warnings, []);
    assert.equal(origin("publish_port"), undefined);
  }));

test("defaults, file, included files, command line: the later wins and is named", () =>
  withScratch(
    {
      master: "publish_port: 4605\ntimeout: 7\ninterface: 127.0.0.1\n",
      "master.d/10.conf": "timeout: 8\nret_port: 4606\n",
      "master.d/20.conf": "# later\ntimeout: 9\n",
      "master.d/note.txt": "timeout: 99\n",
    },
    (dir) => {
      const { config, origin } = load(dir, { interface: "::1" });
      assert.deepEqual(
        [config.publish_port, config.ret_port, config.timeout, config.interface],
        [4605, 4606, 9, "::1"],
      );
      assert.equal(origin("timeout"), `${join(dir, "master.d/20.conf")}:2`);
      assert.equal(origin("publish_port"), `${join(dir, "master")}:1`);
      assert.equal(origin("interface"), "command line");
    },
  ));

test("included files are merged with each other and replace what the main file says", () =>
  withScratch(
    {
      master: "nodegroups:\n  a: x\ninclude: [extra/*.conf]\n",
      "master.d/1.conf": "nodegroups: {b: y}\nmodule_dirs: [/one]\n",
      "master.d/2.conf": "nodegroups: {c: z}\nmodule_dirs: [/one, /two]\n",
      "extra/e.conf": "include: more/deep\ntimeout: 3\n",
      "extra/more/deep": "gather_job_timeout: 4\n",
    },
    (dir) => {
      const { config } = load(dir);
      assert.deepEqual(
        [...config.nodegroups],
        [
          ["b", "y"],
          ["c", "z"],
        ],
      );
      assert.deepEqual(config.module_dirs, ["/one", "/two"]);
      assert.deepEqual([config.timeout, config.gather_job_timeout], [3, 4]);
    },
  ));

test("files that include each other, and includes without files", async () => {
  await withScratch({ master: "include: master\n" }, (dir) => assert.throws(() => load(dir), /without end/));
  await withScratch({ master: "include: none/*.conf\n" }, (dir) =>
    assert.match(load(dir).warnings[0] ?? "", /matches no files/),
  );
});

test("paths of the command line are as they were typed, and so are those that follow from them", () =>
  withScratch({ master: "root_dir: /r\n" }, (dir) => {
    const { config, opts } = load(dir, { pidfile: "/run/a.pid", cachedir: "/c" });
    assert.deepEqual(
      [config.pidfile, config.cachedir, opts.get("cachedir"), config.extension_modules],
      ["/run/a.pid", "/c", "/c", "/c/extmods"],
    );
    assert.equal(config.pki_dir, "/r/etc/salt/pki/master");
  }));

test("paths lie below root_dir unless they do already", () =>
  withScratch({}, (dir) => {
    const { config, opts } = load(dir, {
      root_dir: "/r",
      pki_dir: "/r/pki",
      cachedir: "/rest",
      sock_dir: "run",
      log_file: "udp://log.example:514",
      autosign_file: "/etc/auto",
    });
    assert.deepEqual([config.pki_dir, config.cachedir, config.sock_dir], ["/r/pki", "/r/rest", "/r/run"]);
    assert.equal(config.log_file, "udp://log.example:514");
    assert.equal(config.autosign_file, "/r/etc/auto");
    assert.equal(config.pidfile, "/r/var/run/salt-master.pid");
    assert.equal(opts.get("cachedir"), "/r/rest");
  }));

test("a socket directory much longer than cachedir moves there, as peers expect", () =>
  withScratch({}, (dir) => {
    const { config } = load(dir, { cachedir: "/c", sock_dir: "/a/very/long/path" });
    assert.equal(config.sock_dir, "/c/.salt-unix");
  }));

test("a wrong value is refused with file, line, option and what is allowed", async () => {
  await refused(
    "timeout: 5\npublish_port: many\n",
    /master, line 2: option 'publish_port' must be a port from 1 to 65535, not 'many'/,
  );
  await refused("auto_accept: 1\n", /line 1: option 'auto_accept' must be true or false, not 1/);
  await refused("log_level: loud\n", /must be one of quiet, critical/);
  await refused("key_pass: [secret-word]\n", /option 'key_pass' must be a text or nothing$/);
});

test("bad YAML is refused with its place", async () => {
  await refused("a: [1\nb: 2\n", /master, line \d+, column \d+: /);
  await refused("timeout: 1\ntimeout: 2\n", /line 2, column 1: the key 'timeout' is there twice/);
  await refused("x:\n\ty: 1\n", /line 2/);
  await refused("just words\n", /options as 'name: value'/);
  await refused("- a\n", /options as 'name: value'/);
  await refused("? [a]\n: b\n", /cannot be a key/);
  await refused("a: *b\n", /line 1/);
  await refused("user: 'x''\n", /master, line \d, column \d: .*quote/);
});

test("an unknown option warns with the nearest name, or is refused when strict", () =>
  withScratch(
    {
      master:
        "timeout: 5\npublish_prot: 1\nzzzqqq: 1\nmysql.host: x\nmulti_returner: [redis]\nfileserver_list_cache_time: 3\nbeacons: {}\nredis: {db: 1}\nvalues: {driver: env}\n",
    },
    (dir) => {
      const { warnings, opts } = load(dir);
      assert.equal(warnings.length, 3);
      assert.match(
        warnings[0] ?? "",
        /master, line 2: unknown option 'publish_prot'; did you mean 'publish_port'\?/,
      );
      assert.match(warnings[1] ?? "", /line 3: unknown option 'zzzqqq'$/);
      assert.match(warnings[2] ?? "", /no effect in this version: beacons, fileserver_list_cache_time$/);
      assert.equal(opts.get("publish_prot"), 1);
      assert.throws(
        () => loadConfig(masterOptions, { file: join(dir, "master"), strict: true }),
        ConfigError,
      );
    },
  ));

test("an option without a value keeps its default, with a warning", () =>
  withScratch({ master: "publish_port:\nnodegroups:\nkey_pass:\n" }, (dir) => {
    const { config, warnings } = load(dir);
    assert.deepEqual([config.publish_port, config.nodegroups.size, config.key_pass], [4505, 0, null]);
    assert.equal(warnings.length, 1);
  }));

test("looser forms that Salt takes", () =>
  withScratch(
    {
      minion:
        "id: 5\nhash_type: SHA256\nmaster: [a, b]\nnodegroups: [{a: x}, {b: y}]\ngrains:\n  role: web\n",
    },
    (dir) => {
      const { config } = loadConfig(minionOptions, { file: join(dir, "minion") });
      assert.deepEqual([config.id, config.hash_type, config.master], ["5", "sha256", ["a", "b"]]);
      assert.deepEqual(
        [...config.nodegroups],
        [
          ["a", "x"],
          ["b", "y"],
        ],
      );
      assert.equal(config.grains.get("role"), "web");
    },
  ));

test("every option of ours with Salt's name is known, and the configuration cannot be changed", () =>
  withScratch({}, (dir) => {
    assert(KNOWN_OPTIONS.includes("publish_port") && KNOWN_OPTIONS.length > 500);
    assert(Object.isFrozen(load(dir).config));
  }));

const SIMPLE = `# comment
interface: 127.0.0.1   # behind
user: 'root'
name: "quoted text"
flag: yes
octal: 0644
empty:
list:
  - one
  - 2
same:
- a
- 'b'
nested:
  base:
    - /srv/salt
  other:
    key: value:with:colons
url: http://x.example:80/a
roots: {"base": ["/srv/salt", '/srv/other'], dev: [ /srv/dev ]}
none: []
quoted_hash: ["a#b"] # told
last: ~
`;

test("the quick reader agrees with the YAML package, or leaves the text to it", () => {
  const full = composeYaml(requireYamlPackage(), SIMPLE);
  assert.deepEqual(readSimpleYaml(SIMPLE), full);
  const left = [
    "a: [1, ]",
    "a: {b}",
    "a: [1,\n  2]",
    "a: |\n  x",
    "a: b\n c",
    "- a",
    "a: 'it''s'",
    'a: "x\\n"',
    "a: 1\na: 2",
    "a: &x 1",
    "a: b: c",
    " a: 1",
    "a:\n  - b: c",
    "a:\n  - - b",
    "é: 1",
    "a:\tb",
    "---\na: 1",
    "a: 1\n b: 2",
    "1: a",
    "a:\n    b: 1\n  c: 2",
    "a: 'x' y",
    "a: !x b",
    "a: @b",
    "a: %b",
    "x",
    "a:\n- b\n  c: 1",
    "yes: 1",
  ];
  for (const text of left) assert.equal(readSimpleYaml(text), undefined, text);
});
