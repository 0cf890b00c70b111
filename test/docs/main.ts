/**
 * Runs one page inside the namespaces that scripts/test-docs.js opens: `main.js PAGE BIN OUTER-MOUNTS`.
 */
import { readFileSync } from "node:fs";
import { runnableBlocks } from "./blocks.js";
import { environment, makeMachine } from "./machine.js";
import { runPage } from "./run-page.js";
import { Shell } from "./shell.js";

const [page = "", bin = "", outerMounts = ""] = process.argv.slice(2);
const blocks = runnableBlocks(readFileSync(page, "utf8"));
makeMachine(outerMounts);
const shell = new Shell(environment(bin, process.env.PATH ?? ""), "/root");
const fault = await runPage(blocks, shell);
shell.close();
if (fault !== undefined) console.log(fault);
process.exit(fault === undefined ? 0 : 1);
