/**
 * The program `salt-master`.
 */
import { saltMasterProgram } from "../arguments/programs/salt-master.js";
import { runProgram } from "./run-program.js";

void runProgram(saltMasterProgram, async () => {
  const { masterMain } = await import("../commands/salt-master/main.js");
  const { processHost } = await import("./process-host.js");
  const pillarEntry = new URL("./pillar-worker.js", import.meta.url);
  return (line, terminal) => masterMain(line, terminal, processHost(terminal), pillarEntry);
});
