/**
 * A command whose output is YAML, as an external source of the pillar.
 */
import { fn, needed, pillarModule } from "@salt/core";
import { loadSlsYaml } from "@salt/render";
import { commandOutput } from "./sources/command-output.js";

export const cmdYaml = pillarModule("cmd_yaml", {
  doc: "The output of a command on the master, read as YAML.",
  functions: {
    ext_pillar: fn({
      doc: "Runs the command in a shell and reads what it prints. `%s` in it is the minion's id.",
      params: {
        minion_id: needed.str("The minion."),
        pillar: needed.any("The pillar so far."),
        command: needed.str("The command."),
      },
      run: ({ minion_id, command }, context) => {
        const options = { python_shell: true };
        const read = (text: string) => loadSlsYaml(text).value;
        return commandOutput(command, minion_id, { fun: "cmd.run_stdout", options, read }, context);
      },
    }),
  },
});
