/**
 * Hooks of packages: on this machine as real Salt's spm runs them, and on minions, real ones too.
 *
 * Real Salt can render hooks with `renderer: yaml` only, with other renderers its spm ends with a traceback; it runs
 * only what is written as `cmd: [run, …]`; and it sends minions a state.high without data. Hence only hooks of that
 * form and of this machine are compared with it.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Cluster } from "./cluster.js";
import { until } from "./daemon.js";
import type { Installation } from "./installation.js";
import { all, ours, real } from "./installation.js";

/** Writes a file below a directory that may not be there. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function formula(name: string, hooks: string): string {
  const head = `name: ${name}\nos: Debian\nos_family: Debian\nversion: 7\nrelease: 1\n`;
  return `${head}summary: s\ndescription: d\n${hooks}`;
}

/** The options of spm with everything below a directory. */
function spmOptions(place: string): string {
  const dirs = ["formula_path", "pillar_path", "reactor_path", "spm_cache_dir", "spm_build_dir"];
  const lines = dirs.map((name) => `${name}: ${join(place, name)}\n`);
  const more = { spm_db: "packages.db", spm_repos_config: "none", cachedir: "cache", spm_logfile: "spm.log" };
  const paths = Object.entries(more).map(([name, path]) => `${name}: ${join(place, path)}\n`);
  return [...lines, ...paths, "file_client: local\nid: here\n"].join("");
}

function spm(by: Installation, config: string, cwd: string, words: readonly string[]): string {
  const ran = spawnSync(join(by.bin, "spm"), ["-c", config, ...words], { cwd, encoding: "utf8" });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  return ran.stdout;
}

describe("hooks of packages for minions", () => {
  const place = mkdtempSync(join(tmpdir(), "salt-spm-hooks-"));
  let cluster: Cluster;
  /** A state that writes which minion ran it, and what the package is. */
  const writes = (file: string, indent: string): string =>
    [
      `${place}/out/${file}:`,
      "  file.managed:",
      "    - makedirs: True",
      "    - template: jinja",
      "    - contents: '{{ name }} {{ version }} {% raw %}{{ grains.id }}{% endraw %}'",
    ]
      .map((line) => `${indent}${line}\n`)
      .join("");
  const targeted = (name: string, id: string): string =>
    `${name}:\n  tgt: "${id},nobody"\n  tgt_type: list\n  data: |\n${writes(`${name}-${id}`, "    ")}`;
  const contents = (file: string): string | undefined =>
    existsSync(join(place, "out", file)) ? readFileSync(join(place, "out", file), "utf8").trim() : undefined;

  before(async () => {
    cluster = await Cluster.start(ours, all, { auto_accept: true });
    await cluster.untilUp();
    const config = cluster.master.directory;
    write(join(config, "spm"), spmOptions(place));
    write(join(config, "minion"), `root_dir: ${place}/caller\nid: here\n`);
    for (const id of cluster.ids) {
      const name = id.replace("m-", "pkg");
      const hooks = [
        `pre_local_state: |\n${writes(`pre_local_state-${id}`, "  ")}`,
        targeted("pre_tgt_state", id),
        `post_local_state: |\n${writes(`post_local_state-${id}`, "  ")}`,
        targeted("post_tgt_state", id),
      ];
      write(join(place, name, "FORMULA"), formula(name, hooks.join("")));
      write(join(place, name, name, "init.sls"), "a:\n  test.nop\n");
      spm(ours, config, place, ["build", join(place, name)]);
    }
  });
  after(async () => {
    await cluster.close();
    rmSync(place, { recursive: true, force: true });
  });

  test("run here and on the minions that they name, rendered with the fields of the FORMULA", async () => {
    for (const id of cluster.ids) {
      const name = id.replace("m-", "pkg");
      const file = join(place, "spm_build_dir", `${name}-7-1.spm`);
      const told = spm(ours, cluster.master.directory, place, ["-y", "local", "install", file]);
      assert.match(
        told,
        new RegExp(
          [
            `\\.\\.\\. installing ${name}`,
            `\\.\\.\\. running pre_local_state of ${name}`,
            `\\.\\.\\. running pre_tgt_state of ${name}`,
            "    sent as job \\d{20}",
            `\\.\\.\\. running post_local_state of ${name}`,
            `\\.\\.\\. running post_tgt_state of ${name}`,
            "    sent as job \\d{20}\n$",
          ].join("\n"),
        ),
      );
      for (const when of ["pre", "post"]) {
        assert.equal(contents(`${when}_local_state-${id}`), `${name} 7 here`);
        const remote = `${when}_tgt_state-${id}`;
        await until(`${remote} to be written`, () => contents(remote) !== undefined);
        await until(`${remote} to say who wrote it`, () => contents(remote) === `${name} 7 ${id}`);
      }
    }
  });
});

const [oracle] = real;
if (oracle !== undefined)
  test("hooks for this machine run as real Salt's", () => {
    const place = mkdtempSync(join(tmpdir(), "salt-spm-hooks-"));
    const touches = (hook: string): string =>
      [`${hook}: |`, "  a:", "    cmd:", "      - run", `      - name: echo "$PWD" >> SIDE/${hook}`, ""].join(
        "\n",
      );
    try {
      const trees = [ours, oracle].map((by) => {
        const side = join(place, by.name);
        const hooks = `renderer: yaml\n${touches("pre_local_state")}${touches("post_local_state")}`;
        write(join(side, "src/h/FORMULA"), formula("h", hooks.replaceAll("SIDE", side)));
        write(join(side, "src/h/h/init.sls"), "a:\n  test.nop\n");
        write(join(side, "etc/spm"), spmOptions(side));
        write(join(side, "etc/minion"), `root_dir: ${side}/caller\nid: here\n`);
        spm(by, join(side, "etc"), side, ["build", join(side, "src/h")]);
        spm(by, join(side, "etc"), side, ["-y", "local", "install", join(side, "spm_build_dir/h-7-1.spm")]);
        const made = readdirSync(side).filter((name) => name.endsWith("_state"));
        return made.sort().map((name) => `${name}: ${readFileSync(join(side, name), "utf8")}`);
      });
      assert.equal(trees[0]?.length, 2);
      assert.deepEqual(trees[0], trees[1]);
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
