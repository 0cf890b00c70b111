/**
 * The program `salt-call`.
 */
import { saltCallProgram } from "../arguments/programs/salt-call.js";
import { narrowMask } from "./narrow-mask.js";
import { runProgram } from "./run-program.js";

void runProgram(saltCallProgram, async () => {
  const { callMain } = await import("../commands/salt-call/main.js");
  const { becomeAccount } = await import("./become-account.js");
  narrowMask();
  return (line, terminal) => callMain(line, terminal, becomeAccount);
});
