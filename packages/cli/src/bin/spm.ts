/**
 * The program `spm`.
 */
import { spmProgram } from "../arguments/programs/spm.js";
import { runProgram } from "./run-program.js";

void runProgram(spmProgram, async () => {
  const { spmMain } = await import("../commands/spm/main.js");
  const identity = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
  const hooks = new URL("./spm-hooks.js", import.meta.url);
  return (line, terminal) => spmMain(line, terminal, { identity, hooks });
});
