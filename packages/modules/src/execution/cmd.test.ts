import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { CommandExecutionError, dict, get, SaltInvocationError } from "@salt/core";
import { callLine, fakeContext } from "../testing/execution-context.js";
import { environmentOf, givenEnvironment } from "./cmd/environment.js";
import { decode, withoutTrailingSpace } from "./cmd/output.js";
import { splitWords } from "./cmd/words.js";

/** A job of a user: then a shell reads commands. */
const LOAD = dict({ jid: "20260101120000123456" });

/** Calls `cmd.run` or another function as a user does. */
const call = (line: readonly string[], context = fakeContext().context) => callLine(line, context, LOAD);
const isRoot = process.getuid?.() === 0;

describe("cmd.run", () => {
  it("gives both outputs in the order of writing, without white space at the end", async () => {
    assert.equal(await call(["cmd.run", "echo one; echo two >&2; echo three; echo"]), "one\ntwo\nthree");
    assert.equal(await call(["cmd.run", "printf 'a  '", "rstrip=False"]), "a  ");
    assert.equal(await call(["cmd.run", "echo secret", "hide_output=True"]), "");
  });

  it("lets a shell read the commands of users only", async () => {
    assert.equal(await call(["cmd.run", "echo a | tr a b"]), "b");
    assert.equal(await call(["cmd.run", "echo a | tr a b", "python_shell=False"]), "a | tr a b");
    const { context } = fakeContext();
    assert.equal(await context.call("cmd.run", ["echo 'a  b' | cat"]), "a  b | cat");
    assert.equal(await context.call("cmd.run", [["printf", "%s,", "a b", 3]]), "a b,3,");
    assert.equal(
      await fakeContext({ opts: dict({ cmd_safe: false }) }).context.call("cmd.run", ["echo $((1+1))"]),
      "2",
    );
  });

  it("sets the exit status of the job", async () => {
    const { context } = fakeContext();
    await call(["cmd.run", "exit 3"], context);
    assert.equal(context.retcode, 3);
    await call(["cmd.run", "exit 3", "ignore_retcode=True"], context);
    assert.equal(context.retcode, 0);
    assert.equal(await call(["cmd.retcode", "exit 7"]), 7);
    assert.equal(await call(["cmd.retcode", "exit 7", "success_retcodes=[6, 7]"]), 0);
    assert.equal(await call(["cmd.retcode", "echo fine; exit 7", "success_stdout=fin"]), 0);
    assert.equal(await call(["cmd.retcode", "kill -9 $$"]), -9);
  });

  it("takes stdin, variables, directory and mask", async () => {
    assert.equal(await call(["cmd.run", "cat", "stdin=one\\ntwo"]), "one\ntwo");
    assert.equal(await call(["cmd.run", "echo $A-$B", "env={A: 1}"]), "1-");
    assert.equal(await call(["cmd.run", "echo $A-$B", "env=[{A: 1}, {B: x}]"]), "1-x");
    assert.equal(await call(["cmd.run", "pwd", "cwd=/"]), "/");
    assert.equal(await call(["cmd.run", "umask", "umask=027"]), "0027");
    assert.equal(await call(["cmd.run", "echo $LC_TIME"]), "C");
    assert.match(String(await call(["cmd.run", "echo $PATH", "prepend_path=/x"])), /^\/x:/);
  });

  it("kills a command and what it started when time is up", async () => {
    const { context } = fakeContext();
    const said = await call(["cmd.run", "sleep 600 & setsid sleep 5; wait", "timeout=0.2"], context);
    assert.equal(said, "sleep 600 & setsid sleep 5; wait : Timed out after 0.2 seconds");
    assert.equal(context.retcode, 1);
  });

  it("kills a command when the job is ended", async () => {
    const stop = new AbortController();
    const { context } = fakeContext({ signal: stop.signal });
    const running = call(["cmd.run", "sleep 600"], context);
    stop.abort();
    await assert.rejects(running, CommandExecutionError);
  });

  it("fails when asked to", async () => {
    await assert.rejects(
      call(["cmd.run", "echo bad; exit 5", "raise_err=True"]),
      /^CommandExecutionError: bad$/,
    );
    assert.equal(await call(["cmd.run", "echo fine", "raise_err=True"]), "fine");
  });

  it("says what is wrong with its arguments", async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [
        ["echo", "cwd=/nowhere/at/all"],
        /Specified cwd '\/nowhere\/at\/all' either not absolute or does not exist/,
      ],
      [["echo", "shell=/nowhere/sh"], /The shell \/nowhere\/sh is not available/],
      [["echo", "runas=no-such-account"], /User 'no-such-account' is not available/],
      [["echo", "group=no-such-group"], /Group 'no-such-group' is not available/],
      [["echo", "umask=0"], /Zero umask is not allowed/],
      [["echo", "umask=9"], /Invalid umask: '9'/],
      [["echo", "template=nosuch"], /unavailable engine nosuch/],
      [["echo", "use_vt=True"], /terminal/],
      [
        ["no-such-program", "python_shell=False"],
        /reason: \[Errno 2\] No such file or directory: 'no-such-program'$/,
      ],
    ];
    for (const [words, message] of wrong) {
      await assert.rejects(call(["cmd.run", ...words]), (error: Error) => {
        assert.ok(error instanceof CommandExecutionError, words.join(" "));
        assert.match(error.message, message);
        return true;
      });
    }
    await assert.rejects(call(["cmd.run", "exit 3", "success_retcodes=a"]), SaltInvocationError);
    await assert.rejects(call(["cmd.run", ""]), { name: "IndexError" });
    await assert.rejects(call(["cmd.run", "sleep 1", "timeout=soon"]), { name: "TimedProcTimeoutError" });
  });

  it("obeys the lists of commands that users may run", async () => {
    const { context } = fakeContext({
      opts: dict({ cmd_blacklist_glob: ["rm *"], cmd_whitelist_glob: ["echo *"] }),
    });
    assert.equal(await call(["cmd.run", "echo fine"], context), "fine");
    await assert.rejects(call(["cmd.run", "uptime"], context), /not permitted/);
    await assert.rejects(call(["cmd.run", "rm -r x"], context), /not permitted/);
    assert.match(String(await context.call("cmd.run", ["uname"])), /./);
  });

  it("runs as another account with all its groups", { skip: !isRoot }, async () => {
    assert.equal(await call(["cmd.run", "id -un; id -u; id -g", "runas=daemon"]), "daemon\n1\n1");
    assert.equal(await call(["cmd.run", "echo $USER $HOME", "runas=daemon", "cwd=/"]), "daemon /usr/sbin");
  });
});

describe("the other functions of cmd", () => {
  it("tell the outputs apart", async () => {
    const all = await call(["cmd.run_all", "echo out; echo err >&2; exit 2"]);
    assert.deepEqual(
      ["retcode", "stdout", "stderr"].map((key) => get(all, key)),
      [2, "out", "err"],
    );
    assert.equal(await call(["cmd.run_stdout", "echo out; echo err >&2"]), "out");
    assert.equal(await call(["cmd.run_stderr", "echo out; echo err >&2"]), "err");
    assert.equal(get(await call(["cmd.run_all", "echo err >&2", "redirect_stderr=True"]), "stdout"), "err");
  });

  it("leave a command running", async () => {
    assert.match(String(get(await call(["cmd.run_bg", "true"]), "pid")), /^\d+$/);
    assert.equal(await call(["cmd.run", "echo lost", "bg=True"]), "");
  });

  it("run program texts and remove them", async () => {
    assert.equal(await call(["cmd.exec_code", "sh", "echo $1-$2", "args=[a, b]"]), "a-b");
    const all = await call(["cmd.exec_code_all", "sh", "echo $0; exit 4"]);
    assert.equal(get(all, "retcode"), 4);
    assert.throws(() => readdirSync(String(get(all, "stdout"))), { code: "ENOENT" });
  });

  it("run a copy of a script", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cmd-script-"));
    try {
      writeFileSync(join(folder, "s.sh"), '#!/bin/sh\necho "$#:$1:$2"; exit 6\n');
      const all = await call(["cmd.script", join(folder, "s.sh"), "args=one 'two words'", `cwd=${folder}`]);
      assert.deepEqual([get(all, "stdout"), get(all, "retcode")], ["2:one:two words", 6]);
      assert.deepEqual(readdirSync(folder), ["s.sh"]);
      assert.equal(await call(["cmd.script_retcode", join(folder, "s.sh")]), 6);
      assert.equal(get(await call(["cmd.script", join(folder, "none")]), "cache_error"), true);
      assert.equal(get(await call(["cmd.script", "salt://s.sh"]), "cache_error"), true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("render a script with what the call gives it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cmd-script-"));
    try {
      const script = join(folder, "s.sh");
      writeFileSync(script, "#!/bin/sh\necho {{ a }} {{ b }}\n");
      const all = await call(["cmd.script", script, "template=jinja", "context={a: 1}", "a=2", "b=3"]);
      assert.equal(get(all, "stdout"), "1 3");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("find programs and shells", async () => {
    assert.equal(await call(["cmd.has_exec", "sh"]), true);
    assert.equal(await call(["cmd.which", "no-such-program"]), null);
    assert.match(String(await call(["cmd.which_bin", "[no-such-program, sh]"])), /\/sh$/);
    assert.deepEqual(
      await call(["cmd.tty", "sda1", "x"]),
      dict({ Error: "The specified device is not a valid TTY" }),
    );
    assert.equal(get(await call(["cmd.shell_info", "nosuch"]), "installed"), null);
  });

  it("refuse the root of the machine as another root", async () => {
    await assert.rejects(call(["cmd.run_chroot", "/", "ls"]), /refused/);
    await assert.rejects(call(["cmd.run_chroot", "/proc/../", "ls"]), /refused/);
    await assert.rejects(call(["cmd.run_chroot", "etc", "ls"]), CommandExecutionError);
  });
});

describe("words of a command", () => {
  it("are split as a shell splits them", () => {
    assert.deepEqual(splitWords(` a 'b c'  "d \\" e"f g\\ h '' "$x" `), [
      "a",
      "b c",
      'd " ef',
      "g h",
      "",
      "$x",
    ]);
    assert.deepEqual(splitWords(""), []);
    assert.throws(() => splitWords("a 'b"), { name: "ValueError" });
    assert.throws(() => splitWords("a \\"), { name: "ValueError" });
  });
});

describe("the environment of a command", () => {
  const plain = {
    env: null,
    cleanEnv: false,
    resetLocale: false,
    prependPath: null,
    login: {},
    inherited: { A: "1" },
  };

  it("is built from what is inherited, a login and what the caller gives", () => {
    assert.deepEqual(environmentOf({ ...plain, login: { A: "2", B: "2" }, env: dict({ B: 3 }) }), {
      A: "2",
      B: "3",
    });
    assert.deepEqual(environmentOf({ ...plain, cleanEnv: true, env: dict({ B: true }) }), { B: "True" });
    assert.equal(
      environmentOf({ ...plain, resetLocale: true, env: dict({ LC_TIME: "de_DE" }) }).LC_TIME,
      "de_DE",
    );
    assert.deepEqual(environmentOf({ ...plain, inherited: { NOTIFY_SOCKET: "/run/x" } }), {});
  });

  it("takes lists of maps with one entry each", () => {
    assert.deepEqual(givenEnvironment([dict({ A: 1 }), "B"]), { A: "1", B: "" });
    assert.deepEqual(givenEnvironment([dict({ A: 1, B: 2 })]), {});
    assert.deepEqual(givenEnvironment("A=1"), {});
  });
});

describe("what a command printed", () => {
  it("is decoded, and nothing is lost for a wrong byte", () => {
    assert.equal(decode(Buffer.from([0x61, 0xff, 0x62]), null), "a\ufffdb");
    assert.equal(decode(Buffer.from([0xe9]), "latin-1"), "é");
    assert.throws(() => decode(Buffer.from("x"), "no-such-code"), CommandExecutionError);
    assert.equal(withoutTrailingSpace("a \u001f\u00a0\n"), "a");
  });
});
