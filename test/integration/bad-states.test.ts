/**
 * States that cannot be right, through salt-call: Salt's texts, in bounded time and memory.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const SALT_CALL = fileURLToPath(new URL("../../../packages/cli/bin/salt-call.js", import.meta.url));
/** A run that goes on for so long is ended, and has failed. */
const LIMIT_MS = 120_000;
/** Node ends a process that keeps more. */
const MEMORY_MB = 300;

interface BadSls {
  readonly text: string;
  readonly says: RegExp;
}

const failed = (name: string, text: string): RegExp =>
  new RegExp(`Rendering SLS 'base:${name}' failed: ${text.replace(/[.*+?()[\]{}|\\]/g, "\\$&")}`);

const BAD: Readonly<Record<string, BadSls>> = {
  range: {
    text: "{% for i in range(10**9) %}{{ i }}{% endfor %}\n",
    says: failed(
      "range",
      "Jinja error: Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).; line 1",
    ),
  },
  recursion: {
    text: "{% macro f(n) %}{{ f(n) }}{% endmacro %}{{ f(1) }}\n",
    says: failed("recursion", "Jinja error: maximum recursion depth exceeded"),
  },
  endless: {
    text: "{% set ns = namespace(x=[1]) %}{% for i in ns.x %}{% do ns.x.append(1) %}{% endfor %}\n",
    says: failed("endless", "Jinja error: more than 10000000 iterations of loops; line 1"),
  },
  output: {
    text: "{% set s = 'x' * 1000000 %}{% for i in range(200) %}{{ s }}{% endfor %}\n",
    says: failed("output", "Jinja error: more than 100000000 characters of output; line 1"),
  },
  itself: {
    text: "{% include 'itself.sls' %}\n",
    says: failed("itself", "Jinja error: maximum recursion depth exceeded"),
  },
  circle: {
    text: "a:\n  test.nop:\n    - require:\n      - test: b\nb:\n  test.nop:\n    - require:\n      - test: a\n",
    says: /A recursive requisite was found, SLS "circle" ID "b" ID "a"/,
  },
  missing: {
    text: "a:\n  test.nop:\n    - require:\n      - test: nothere\n",
    says: /The following requisites were not found:\s+require:\s+test: nothere/,
  },
  tab: {
    text: "a:\n\ttest.nop: []\n",
    says: failed("tab", "found character that cannot start any token; line 2"),
  },
  unknown: {
    text: "a:\n  nosuch.thing: []\n",
    says: /State 'nosuch.thing' was not found in SLS 'unknown'\s+Reason: 'nosuch.thing' is not available/,
  },
  misspelt: {
    text: "{% set server_name = 'x' %}\na:\n  test.nop:\n    - name: {{ server_nam }}\n",
    says: /Jinja variable 'server_nam' is undefined; line 4\n\n---\n[\s\S]*name: \{\{ server_nam \}\} {4}<=+\n---\n\s*In scope are server_name\.\n/,
  },
  misspelt_import: {
    text: "{% from 'map.jinja' import port %}\na:\n  test.nop:\n    - name: {{ port }}\n",
    says: /Jinja variable 'prot' is undefined\n.*map\.jinja\(2\):\n---\n[\s\S]*\n---\n\s*In scope are .*prod\./,
  },
};

describe("bad states", () => {
  let dir: string;
  before(() => {
    dir = mkdtempSync(join(tmpdir(), "bad-states-"));
    mkdirSync(join(dir, "states"));
    const options = [
      `root_dir: ${dir}`,
      "id: m1",
      "file_client: local",
      "enable_fqdns_grains: false",
      `file_roots:\n  base:\n    - ${dir}/states`,
    ];
    writeFileSync(join(dir, "minion"), `${options.join("\n")}\n`);
    for (const [name, { text }] of Object.entries(BAD))
      writeFileSync(join(dir, "states", `${name}.sls`), text);
    writeFileSync(join(dir, "states", "map.jinja"), "{% set prod = 1 %}\n{% set port = prot.number %}\n");
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  for (const [name, { says }] of Object.entries(BAD)) {
    test(name, () => {
      const words = [
        `--max-old-space-size=${MEMORY_MB}`,
        SALT_CALL,
        "-c",
        dir,
        "--local",
        "state.apply",
        name,
      ];
      const { status, stdout, signal } = spawnSync(process.execPath, words, {
        encoding: "utf8",
        timeout: LIMIT_MS,
      });
      assert.equal(signal, null);
      assert.match(stdout, says);
      assert.ok(status === 1 || status === 2, `status ${status}`);
    });
  }

  test("an SLS that includes itself is read once", () => {
    writeFileSync(join(dir, "states", "again.sls"), "include:\n  - again\na:\n  test.nop: []\n");
    const words = [SALT_CALL, "-c", dir, "--local", "state.apply", "again"];
    const { status, stdout } = spawnSync(process.execPath, words, { encoding: "utf8", timeout: LIMIT_MS });
    assert.equal(status, 0);
    assert.match(stdout, /Succeeded: 1\n/);
  });
});
