/**
 * The session in the README's picture, run for real: `session.js BIN OUTER-MOUNTS` prints the picture.
 */
import { writeFileSync } from "node:fs";
import { SaltError } from "@salt/core";
import { environment, fleetCommands, makeMachine } from "./machine.js";
import { Shell } from "./shell.js";
import { terminalPicture } from "./terminal-picture.js";

const DEADLINE_MS = 120_000;
/** What is typed; PLAN stands for the id that the plan before it has got. */
const SESSION = [
  "salt '*' test.ping",
  "salt -C 'web* and G@kernel:Linux' cmd.run 'echo $((20 + 22))'",
  "salt web1 state.plan site",
  "salt web1 state.apply plan=PLAN",
];
const SITE =
  "/srv/www/index.html:\n  file.managed:\n    - contents: Hello from {{ grains['id'] }}\n    - makedirs: True\n";

const [bin = "", outerMounts = ""] = process.argv.slice(2);
makeMachine(outerMounts);
writeFileSync("/srv/salt/site.sls", SITE);
const shell = new Shell(environment(bin, process.env.PATH ?? ""), "/root");
for (const command of fleetCommands()) await shell.type(command, DEADLINE_MS);

let plan = "";
const lines: string[] = [];
for (const step of SESSION) {
  const command = step.replace("PLAN", plan);
  const { lines: printed, status } = await shell.type(
    command.replace(/^salt/, "salt --force-color"),
    DEADLINE_MS,
  );
  if (status !== 0)
    throw new SaltError("DOCS_SESSION", `${command} ended with ${status}: ${printed.join("\n")}`);
  plan = /\d{20}/.exec(printed.join("\n"))?.[0] ?? plan;
  lines.push(`\x1b[0;1;32m$\x1b[0m ${command}`, ...printed);
}
shell.close();
while (lines.at(-1)?.trim() === "") lines.pop();
process.stdout.write(terminalPicture("salt asks three minions, plans a state and applies the plan", lines));
process.exit(0);
