/**
 * placeholder for integration
 */
import { execFile } from "node:child_process";
import { executionModule, fn, needed } from "@salt/core";

export const cmd = executionModule("cmd", {
  doc: "Run commands.",
  functions: {
    run: fn({
      doc: "Run a command with a shell and give its output.",
      examples: ["salt '*' cmd.run uptime"],
      params: { cmd: needed.str("The command.") },
      run: ({ cmd }) =>
        new Promise((resolve) => execFile("/bin/sh", ["-c", `${cmd} 2>&1`], (_error, stdout) => resolve(stdout.trimEnd()))),
    }),
  },
});
