/**
 * The program `salt-api`.
 */
import { saltApiProgram } from "../arguments/programs/salt-api.js";
import { runProgram } from "./run-program.js";

void runProgram(saltApiProgram, async () => {
  const { apiMain } = await import("../commands/salt-api/main.js");
  const { processHost } = await import("./process-host.js");
  return (line, terminal) => apiMain(line, terminal, processHost(terminal));
});
