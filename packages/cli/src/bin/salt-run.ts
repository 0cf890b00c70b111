/**
 * The program `salt-run`.
 */
import { spawn } from "node:child_process";
import { saltRunProgram } from "../arguments/programs/salt-run.js";
import { runProgram } from "./run-program.js";

void runProgram(saltRunProgram, async () => {
  const { runMain } = await import("../commands/salt-run/main.js");
  return (line, terminal) => runMain(line, terminal, startDetached);
});

/** Starts this program again, apart from the terminal, without `--async` and with a job id. */
function startDetached(jid: string): void {
  const [script = "", ...words] = process.argv.slice(1);
  const options = { detached: true, stdio: "ignore" } as const;
  spawn(process.execPath, [script, `--jid=${jid}`, "--quiet", ...withoutAsync(words)], options).unref();
}

/** Leaves out `--async`, also when it was shortened; `--a` would be ambiguous, and words after `--` are no options. */
function withoutAsync(words: readonly string[]): readonly string[] {
  const end = words.indexOf("--");
  return words.filter(
    (word, at) => !(word.length >= 4 && "--async".startsWith(word)) || (end >= 0 && at > end),
  );
}
