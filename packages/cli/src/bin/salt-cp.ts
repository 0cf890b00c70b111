/**
 * The program `salt-cp`.
 */
import { saltCpProgram } from "../arguments/programs/salt-cp.js";
import { runProgram } from "./run-program.js";

void runProgram(saltCpProgram, async () => (await import("../commands/salt-cp/main.js")).saltCpMain);
