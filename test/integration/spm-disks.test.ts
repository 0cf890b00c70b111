/**
 * spm on a disk that is full or cannot be written: a clear error, and not one byte changed.
 *
 * The disks are mounted in a namespace of their own, which only root may make; elsewhere these tests are skipped.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../../node_modules/.bin/spm", import.meta.url));
const mayMount = spawnSync("unshare", ["-m", "true"]).status === 0;

/** Everything below the disk: kind, size, time of change and content. */
const LISTING =
  'cd "$DISK" && find . ! -name "*-shm" ! -name "*-wal" ! -name .lock -printf "%p %y %m %s\\n" | sort; find . -type f ! -name "*-shm" ! -name "*-wal" ! -name .lock -print0 | sort -z | xargs -0 sha1sum';

describe("spm on bad disks", { skip: !mayMount }, () => {
  const dir = mkdtempSync(join(tmpdir(), "salt-spm-disk-"));
  const disk = join(dir, "disk");
  const write = (path: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  };
  const formula = (name: string): string =>
    `name: ${name}\nos: Debian\nos_family: Debian\nversion: 202301\nrelease: 1\nsummary: s\ndescription: d\n`;

  before(() => {
    mkdirSync(disk);
    write("small/FORMULA", formula("small"));
    write("small/small/init.sls", "a: 1\n");
    write("big/FORMULA", formula("big"));
    write("big/big/init.sls", "a: 1\n");
    write("big/big/noise", randomBytes(1_500_000));
    write(
      "etc/spm",
      [
        `formula_path: ${disk}/formula`,
        `pillar_path: ${disk}/pillar`,
        `reactor_path: ${disk}/reactor`,
        `spm_cache_dir: ${disk}/cache`,
        `spm_db: ${disk}/cache/packages.db`,
        `spm_build_dir: ${dir}/build`,
        `spm_share_dir: ${disk}/share`,
        `extension_modules: ${dir}/extmods`,
        "",
      ].join("\n"),
    );
    for (const name of ["small", "big"]) assert.equal(spm(`build ${dir}/${name}`).status, 0);
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  function spm(words: string): { status: number | null; stdout: string; stderr: string } {
    return spawnSync("sh", ["-c", `"$BIN" -c "$ETC" -y ${words}`], {
      encoding: "utf8",
      env: { ...process.env, BIN: bin, ETC: join(dir, "etc") },
    });
  }

  /** Prepares a disk, runs one command on it, and tells how it ended and what lay there before and after. */
  function onDisk(options: string, prepare: string, words: string) {
    const script = `set -e
mount -t tmpfs -o ${options} tmpfs "$DISK"
run() { "$BIN" -c "$ETC" -y "$@"; }
${prepare}
(${LISTING}) > "$OUT/before"
set +e
run ${words} > "$OUT/told" 2>&1
echo $? > "$OUT/status"
(${LISTING}) > "$OUT/after"
run list packages > "$OUT/packages" 2>&1
cat "$OUT/status"; echo ==; cat "$OUT/told"; echo ==; cat "$OUT/before"; echo ==; cat "$OUT/after"; echo ==; cat "$OUT/packages"`;
    const ran = spawnSync("unshare", ["-m", "sh", "-c", script], {
      encoding: "utf8",
      env: { ...process.env, BIN: bin, ETC: join(dir, "etc"), DISK: disk, OUT: dir, BUILD: `${dir}/build` },
    });
    assert.equal(ran.status, 0, ran.stderr);
    const [status = "", told = "", was = "", is = "", packages = ""] = ran.stdout.split("==\n");
    return { status: Number(status), told, was, is, packages };
  }

  const small = 'run install "$BUILD/small-202301-1.spm" >/dev/null';

  test("a full disk refuses an installation, and what was there stays as it was", () => {
    const found = onDisk("size=600k", small, '"install" "$BUILD/big-202301-1.spm"');
    assert.notEqual(found.status, 0);
    assert.match(found.told, /no space left|disk.*full/i);
    assert.equal(found.is, found.was);
    assert.match(found.was, /small\/init\.sls/);
    assert.match(found.packages, /^small$/m);
    assert.doesNotMatch(found.packages, /big/);
  });

  test("a disk that cannot be written refuses installing and removing", () => {
    const readOnly = `${small}\nmount -o remount,ro "$DISK"`;
    for (const words of ['install "$BUILD/big-202301-1.spm"', "remove small"]) {
      const found = onDisk("size=8m", readOnly, words);
      assert.notEqual(found.status, 0, words);
      assert.match(found.told, /read-only|cannot be written/i, words);
      assert.equal(found.is, found.was, words);
    }
  });
});
