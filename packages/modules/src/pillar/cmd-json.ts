/**
 * A command whose output is JSON, as an external source of the pillar.
 */
import { fn, needed, parseJson, pillarModule } from "@salt/core";
import { commandOutput } from "./sources/command-output.js";

export const cmdJson = pillarModule("cmd_json", {
  doc: "The output of a command on the master, read as JSON.",
  functions: {
    ext_pillar: fn({
      doc: "Runs the command, without a shell, and reads what it prints. `%s` in it is the minion's id.",
      params: {
        minion_id: needed.str("The minion."),
        pillar: needed.any("The pillar so far."),
        command: needed.str("The command."),
      },
      run: ({ minion_id, command }, context) =>
        commandOutput(command, minion_id, { fun: "cmd.run", options: {}, read: parseJson }, context),
    }),
  },
});
