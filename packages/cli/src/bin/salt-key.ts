/**
 * The program `salt-key`.
 */
import { saltKeyProgram } from "../arguments/programs/salt-key.js";
import { runProgram } from "./run-program.js";

void runProgram(saltKeyProgram, async () => {
  const { keyMain } = await import("../commands/salt-key/main.js");
  const { becomeAccount } = await import("./become-account.js");
  return (line, terminal) => keyMain(line, terminal, { becomeAccount });
});
