/**
 * The program `salt-minion`.
 */
import { saltMinionProgram } from "../arguments/programs/salt-minion.js";
import { runProgram } from "./run-program.js";

void runProgram(saltMinionProgram, async () => {
  const { minionMain } = await import("../commands/salt-minion/main.js");
  const { processHost } = await import("./process-host.js");
  const workerEntry = new URL("./job-worker.js", import.meta.url);
  return (line, terminal) => minionMain(line, terminal, processHost(terminal), workerEntry);
});
