/**
 * The program `salt`.
 */
import { saltProgram } from "../arguments/programs/salt.js";
import { runProgram } from "./run-program.js";

void runProgram(saltProgram, async () => (await import("../commands/salt/main.js")).saltMain);
