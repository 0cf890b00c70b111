/**
 * Package managers of other systems: what they print, and how they are called. The lists of dnf, rpm and pacman are
 * those of the real programs; those of apk and brew follow what their projects document.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Plain } from "@salt/core";
import { CommandExecutionError, dict, SaltInvocationError } from "@salt/core";
import type { CommandAnswer } from "../testing/recording-commands.js";
import { recordingCommands } from "../testing/recording-commands.js";

type Answers = readonly (readonly [start: string, ...answers: (CommandAnswer | string)[]])[];

/** Calls a function; commands that begin with a text answer in turn, the last answer again and again. */
async function call(
  name: string,
  args: readonly Plain[],
  answers: Answers,
  kwargs: { readonly [name: string]: Plain } = {},
): Promise<{ readonly value: unknown; readonly lines: readonly string[] }> {
  const asked = new Map<string, number>();
  const { context, commands } = recordingCommands(
    (words) => {
      const line = words.join(" ");
      const [start, ...found] = answers.find(([begin]) => line.startsWith(begin)) ?? [""];
      const turn = asked.get(start) ?? 0;
      asked.set(start, turn + 1);
      const answer = found[Math.min(turn, found.length - 1)] ?? {};
      return typeof answer === "string" ? { stdout: answer } : answer;
    },
    { grains: dict({ os: "CentOS", osarch: "x86_64", osmajorrelease: 9 }) },
  );
  const value = await context.call(name, args, kwargs);
  return { value, lines: commands.map((words) => words.join(" ")) };
}

const rpm = (...rows: readonly string[]): string =>
  rows.map((row) => `${row.replaceAll(" ", "_|-")}\n`).join("");
const HI = "hi (none) 1.0 1 noarch 1795283000";
const DEP = "lib 1 2.0 3.el9 x86_64 1795283000";
const OLD = "lib 1 2.0 3.el9 i686 1795283000";
const DNF_LIST =
  "Available Packages\nhi.noarch    2.0-1    local\na-package-with-a-very-long-name.x86_64\n  1:3-1  local\n";

describe("pkg through dnf", () => {
  it("reads rpm's database", async () => {
    const { value } = await call(
      "yumpkg.list_pkgs",
      [],
      [["rpm -qa", rpm(HI, DEP, OLD, "gpg-pubkey (none) 1 2 (none) 3")]],
    );
    assert.deepEqual(
      value,
      new Map([
        ["hi", "1.0-1"],
        ["lib", "1:2.0-3.el9"],
        ["lib.i686", "1:2.0-3.el9"],
      ]),
    );
  });

  it("reads lists, whose rows may be broken", async () => {
    const answers: Answers = [
      ["rpm -qa", rpm(HI)],
      ["dnf --quiet list available", DNF_LIST],
    ];
    const names = ["hi", "a-package-with-a-very-long-name", "nosuch"];
    const { value } = await call("yumpkg.latest_version", names, answers, { refresh: false });
    assert.deepEqual(
      value,
      new Map([
        ["hi", "2.0-1"],
        ["a-package-with-a-very-long-name", "1:3-1"],
        ["nosuch", ""],
      ]),
    );
  });

  it("installs a version, newer or older, and gives what changed", async () => {
    const after = rpm(HI.replace("1.0", "2.0"));
    const up = await call("yumpkg.install", ["hi"], [["rpm -qa", rpm(HI), rpm(HI), after]], {
      version: "2.0-1",
    });
    assert.deepEqual(up.value, dict({ hi: { old: "1.0-1", new: "2.0-1" } }));
    assert.ok(up.lines.includes("dnf -y install --best --allowerasing hi-2.0-1"), up.lines.join("\n"));
    const down = await call("yumpkg.install", [], [["rpm -qa", after]], {
      pkgs: [{ hi: "1.0-1" }, "lib.i686"],
    });
    assert.ok(down.lines.includes("dnf -y downgrade hi-1.0-1"));
    assert.ok(down.lines.includes("dnf -y install --best --allowerasing lib.i686"));
    const failed = call("yumpkg.install", ["hi"], [["dnf -y install", { retcode: 1, stderr: "no space" }]]);
    await assert.rejects(
      failed,
      (error) => error instanceof CommandExecutionError && /no space/.test(error.message),
    );
    await assert.rejects(call("yumpkg.install", ["hi"], [], { fromrepo: "--evil" }), SaltInvocationError);
  });

  it("tells whether there are updates", async () => {
    for (const [retcode, told] of [
      [100, true],
      [0, null],
      [1, false],
    ] as const)
      assert.equal(
        (await call("yumpkg.refresh_db", [], [["dnf --quiet --assumeyes check", { retcode }]])).value,
        told,
      );
  });

  it("changes files of repositories, and keeps their comments", async () => {
    const dir = mkdtempSync(join(tmpdir(), "repos-"));
    try {
      const path = join(dir, "shop.repo");
      writeFileSync(
        path,
        "# ours\n[shop]\nname=Shop\nBaseURL = http://h/\n  http://g/\n# kept\n[more]\nname=More\nbaseurl=x\n",
      );
      const basedir = { basedir: dir };
      const get = async (name: string) => (await call("yumpkg.get_repo", [name], [], basedir)).value;
      assert.deepEqual(await get("shop"), dict({ name: "Shop", baseurl: "http://h/\nhttp://g/" }));
      await call("yumpkg.mod_repo", ["shop"], [], { ...basedir, gpgcheck: true, mirrorlist: "http://m" });
      const written =
        "# ours\n[shop]\nname=Shop\ngpgcheck=1\nmirrorlist=http://m\n# kept\n[more]\nname=More\nbaseurl=x\n";
      assert.equal(readFileSync(path, "utf8"), written);
      await assert.rejects(
        call("yumpkg.mod_repo", ["new"], [], { ...basedir, name: "N" }),
        /baseurl or a mirrorlist/,
      );
      await assert.rejects(
        call("yumpkg.mod_repo", ["../x"], [], { ...basedir, name: "N" }),
        SaltInvocationError,
      );
      await assert.rejects(
        call("yumpkg.mod_repo", ["shop"], [], { ...basedir, name: "a\n[evil]" }),
        SaltInvocationError,
      );
      assert.match(
        String((await call("yumpkg.del_repo", ["shop"], [], basedir)).value),
        /has been removed from/,
      );
      assert.match(
        String((await call("yumpkg.del_repo", ["more"], [], basedir)).value),
        /^File .* has been removed$/,
      );
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it("holds packages", async () => {
    const plugin = rpm("python3-dnf-plugin-versionlock (none) 4 1 noarch 1", HI);
    const answers: Answers = [
      ["rpm -qa", plugin],
      ["dnf -q versionlock list", "vim-enhanced-2:7.4.827-1.fc22.*"],
    ];
    assert.deepEqual((await call("yumpkg.list_holds", [], answers, { full: false })).value, ["vim-enhanced"]);
    const { value, lines } = await call("yumpkg.hold", ["hi"], answers);
    const told = {
      name: "hi",
      changes: { new: "hold", old: "" },
      result: true,
      comment: "Package hi is now being held.",
    };
    assert.deepEqual(value, dict({ hi: told }));
    assert.ok(lines.includes("dnf versionlock add hi"));
    await assert.rejects(call("yumpkg.hold", ["hi"], []), /versionlock is not installed/);
  });
});

describe("lowpkg through rpm", () => {
  it("reads what differs", async () => {
    const text = "S.5....T.  c /etc/x y\nmissing   d /opt/doc\n..5....T.    /opt/data\n";
    const { value } = await call("rpm_lowpkg.verify", ["hi"], [["rpm -V", { retcode: 1, stdout: text }]]);
    assert.deepEqual(
      value,
      dict({
        "/etc/x y": { mismatch: ["size", "md5sum", "mtime"], type: "config" },
        "/opt/doc": { missing: true, type: "doc" },
        "/opt/data": { mismatch: ["md5sum", "mtime"] },
      }),
    );
    const changed = await call("rpm_lowpkg.modified", ["hi"], [["rpm -V", { retcode: 1, stdout: text }]], {
      size: true,
    });
    assert.deepEqual(changed.value, dict({ "/etc/x y": ["size", "checksum", "time", "config"] }));
  });
});

describe("pkg through pacman", () => {
  it("lists, installs and removes", async () => {
    const answers: Answers = [["pacman -Q", "bash 5.2-1\n", "bash 5.2-1\njq 1.7-1\n"]];
    const { value, lines } = await call("pacmanpkg.install", ["jq"], answers, { version: ">=1.6" });
    assert.deepEqual(value, dict({ jq: { old: "", new: "1.7-1" } }));
    assert.ok(lines.includes("pacman -S --noprogressbar --noconfirm --needed -- jq>=1.6"));
    const pattern = await call("pacmanpkg.install", ["jq"], [["pacman -Sl", "extra jq 1.7-1\n"]], {
      version: "1.*",
    });
    assert.ok(pattern.lines.some((line) => line.endsWith("-- jq=1.7-1")));
    const gone = await call("pacmanpkg.purge", ["bash"], [["pacman -Q", "bash 5.2-1\n", "bash 5.2-1\n", ""]]);
    assert.ok(gone.lines.includes("pacman -Rsc --noprogressbar --noconfirm -- bash"));
    assert.deepEqual(gone.value, dict({ bash: { new: "", old: "5.2-1" } }));
    const fresh = await call(
      "pacmanpkg.refresh_db",
      [],
      [["pacman -Sy", ":: Synchronizing\n core is up to date\n downloading extra.db...\n"]],
    );
    assert.deepEqual(fresh.value, dict({ core: false, extra: true }));
  });
});

describe("pkg through apk", () => {
  it("lists, upgrades and tells owners", async () => {
    const list: Answers[number] = ["apk info -v", "musl-1.2.3-r4\npy3-six-1.16.0-r1\n"];
    assert.deepEqual(
      (await call("apkpkg.list_pkgs", [], [list])).value,
      dict({ musl: "1.2.3-r4", "py3-six": "1.16.0-r1" }),
    );
    const upgrade: Answers[number] = [
      "apk upgrade -s",
      "(1/1) Upgrading musl (1.2.3-r4 -> 1.2.3-r5)\nOK: 5 MiB",
    ];
    assert.equal((await call("apkpkg.latest_version", ["musl"], [list, upgrade])).value, "1.2.3-r5");
    const search: Answers[number] = ["apk search -- jq", "jq-1.6-r2\njq-doc-1.6-r2\n"];
    assert.equal((await call("apkpkg.latest_version", ["jq"], [list, upgrade, search])).value, "1.6-r2");
    const owner: Answers = [["apk info -W", "/usr/bin/vi symlink target is owned by busybox-1.35.0-r17"]];
    assert.deepEqual(
      (await call("apkpkg.owner", ["/usr/bin/vi"], owner)).value,
      dict({ "/usr/bin/vi": "busybox-1.35.0-r17" }),
    );
  });
});

describe("pkg through zypper", () => {
  const INFO =
    "Information for package hi:\n---\nRepository     : local\nName           : hi\nVersion        : 2.0-1\nStatus         : out-of-date (version 1.0-1 installed)\n";

  it("reads its answers", async () => {
    const latest = await call("zypperpkg.latest_version", ["hi"], [["zypper --non-interactive info", INFO]], {
      refresh: false,
    });
    assert.equal(latest.value, "2.0-1");
    const updates =
      '<update kind="package" name="hi" edition="2.0-1"/><update kind="patch" name="p" edition="1"/>';
    const listed = await call(
      "zypperpkg.list_upgrades",
      [],
      [["zypper --non-interactive --xmlout list-updates", updates]],
    );
    assert.deepEqual(listed.value, dict({ hi: "2.0-1" }));
    const fresh = "Repository 'local' is up to date.\nBuilding repository 'shop' cache ....[done]\n";
    const refreshed = await call("zypperpkg.refresh_db", [], [["zypper --non-interactive refresh", fresh]]);
    assert.deepEqual(refreshed.value, dict({ local: false, shop: true }));
  });

  it("installs, and takes a wish to restart for no failure", async () => {
    const answers: Answers = [
      ["rpm -qa", "", rpm(HI)],
      ["zypper --non-interactive install", { retcode: 102 }],
    ];
    const { value, lines } = await call("zypperpkg.install", ["hi"], answers, { version: "1.0-1" });
    assert.deepEqual(value, dict({ hi: { old: "", new: "1.0-1" } }));
    assert.ok(
      lines.some((line) => line.endsWith("--oldpackage -- hi=1.0-1")),
      lines.join("\n"),
    );
  });
});

describe("pkg through brew", () => {
  const JQ = {
    name: "jq",
    full_name: "jq",
    aliases: [],
    versions: { stable: "1.7" },
    revision: 1,
    installed: [{ version: "1.6" }],
  };
  const CASK = { token: "vlc", full_token: "vlc", version: "3.0", installed: "3.0" };
  const answer = (...formulae: readonly object[]): string => JSON.stringify({ formulae, casks: [CASK] });
  const info: Answers = [
    ["/", answer(JQ)],
    ["brew", answer(JQ)],
  ];

  it("reads its JSON", async () => {
    assert.deepEqual((await call("mac_brew_pkg.list_pkgs", [], info)).value, dict({ jq: "1.6", vlc: "3.0" }));
    assert.equal(
      (await call("mac_brew_pkg.latest_version", ["jq"], info, { refresh: false })).value,
      "1.7_1",
    );
    assert.equal((await call("mac_brew_pkg.latest_version", ["vlc"], info, { refresh: false })).value, "");
  });
});
