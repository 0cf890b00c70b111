/**
 * Orchestration and the reactor of our master with minions of ours and of real Salt.
 */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Cluster, EVERYONE } from "./cluster.js";
import { command, printedMap, until } from "./daemon.js";
import { all, ours } from "./installation.js";

const place = mkdtempSync(join(tmpdir(), "salt-interop-orchestration-"));
const FILES: Readonly<Record<string, string>> = {
  "salt/step.sls": `step:\n  test.configurable_test_state:\n    - changes: true\n    - result: {{ pillar.get('good', true) }}\n`,
  "salt/orch/good.sls": `ask:
  salt.function:
    - name: test.echo
    - tgt: '${EVERYONE}'
    - arg: ["{{ pillar.word }}"]
apply:
  salt.state:
    - tgt: '${EVERYONE}'
    - sls: step
    - require: [{salt: ask}]
list:
  salt.wheel:
    - name: key.list
    - match: accepted
inner:
  salt.runner:
    - name: test.arg
    - arg: [1]
`,
  "salt/orch/bad.sls": `apply:
  salt.state:
    - tgt: '${EVERYONE}'
    - sls: step
    - pillar: {good: false}
never:
  salt.function:
    - name: test.ping
    - tgt: '${EVERYONE}'
    - require: [{salt: apply}]
`,
  "reactor/touch.sls": `touch:
  local.file.write:
    - tgt: {{ data['id'] | yaml_encode }}
    - args:
        path: ${place}/{{ data['id'] }}
        args: [{{ data['data']['word'] | yaml_encode }}]
`,
};

before(() => {
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(join(place, path, ".."), { recursive: true });
    writeFileSync(join(place, path), text);
  }
});
after(() => rmSync(place, { recursive: true, force: true }));

interface Outcome {
  readonly result: boolean;
  readonly comment: string;
  readonly changes: { readonly ret?: unknown };
}

describe("orchestration by our master", () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await Cluster.start(ours, all, {
      file_roots: { base: [join(place, "salt")] },
      reactor: [{ "my/word": [join(place, "reactor", "touch.sls")] }],
      id: "orchestra_master",
      auto_accept: true,
    });
    await cluster.untilUp();
  });
  after(() => cluster.close());

  /** The results of an orchestration by the ids of its states. */
  function orchestrate(...args: readonly string[]): Readonly<Record<string, Outcome>> {
    const line = ["--out=json", "state.orchestrate", ...args];
    const printed = printedMap(command(ours, "salt-run", cluster.master.directory, line));
    const { data } = printed as { data: { orchestra_master: Record<string, Outcome & { __id__: string }> } };
    return Object.fromEntries(Object.values(data.orchestra_master).map((one) => [one.__id__, one]));
  }

  test("runs functions and states on minions of every release", () => {
    const got = orchestrate("orch.good", "pillar={word: hello}");
    const ids = [...cluster.ids].sort();
    assert.deepEqual(got.ask?.changes.ret, Object.fromEntries(ids.map((id) => [id, "hello"])));
    assert.equal(got.apply?.comment, `States ran successfully. Updating ${ids.join(", ")}.`);
    assert.deepEqual([got.list?.result, got.inner?.result], [true, true]);
  });

  test("fails with the minions that fail, and does nothing after them", () => {
    const got = orchestrate("orch.bad");
    assert.equal(got.apply?.comment, `Run failed on minions: ${[...cluster.ids].sort().join(", ")}`);
    assert.equal(got.never?.comment, "One or more requisite failed: orch.bad.apply");
  });

  test("events of minions call for reactions", async () => {
    const paths = cluster.ids.map((id) => join(place, id));
    cluster.salt([EVERYONE, "event.send", "my/word", "{word: 'it: came'}"]);
    await until("every minion to write its file", () => paths.every((path) => existsSync(path)));
    for (const path of paths) assert.match(readFileSync(path, "utf8"), /^it: came/);
  });
});
