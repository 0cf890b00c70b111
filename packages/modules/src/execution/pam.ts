/**
 * Rules of PAM.
 */
import { readFileSync } from "node:fs";
import type { Plain } from "@salt/core";
import { executionModule, fn, needed } from "@salt/core";
import { isFile } from "./file-functions/paths.js";

export const pam = executionModule("pam", {
  doc: "Rules of PAM.",
  functions: {
    read_file: fn({
      doc: "The rules in a file of PAM; false when there is none.",
      examples: ["salt '*' pam.read_file /etc/pam.d/login"],
      params: { file_name: needed.str("The file.") },
      run: ({ file_name: path }): Plain => (isFile(path) ? parseRules(readFileSync(path, "utf8")) : false),
    }),
  },
});

/** The rules of a text; lines that are no rules are left out. */
export function parseRules(text: string): Plain[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const rule = /^([^#\s]\S*)\s+(?:\[([^\]]*)\]|(\S+))\s+(\S+)(.*)$/.exec(line);
    if (rule === null) return [];
    const [, kind = "", choices, word = "", module = "", rest = ""] = rule;
    const control_flag = choices === undefined ? word : choices.trim().split(/\s+/).join(" ");
    return [
      { interface: kind, control_flag, module, arguments: rest.split(/\s+/).filter((one) => one !== "") },
    ];
  });
}
