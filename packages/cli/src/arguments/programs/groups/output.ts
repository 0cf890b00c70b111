/**
 * Options for the form of what is printed.
 */
import { flag, inGroup, int, text } from "../../option.js";

/** Options for the form of what is printed. */
export const outputOptions = inGroup("Output Options", {
  output: text(["--out", "--output"], "OUTPUT", "choose the outputter"),
  output_indent: int(
    ["--out-indent", "--output-indent"],
    "OUTPUT_INDENT",
    "spaces of indent; negative means compact",
  ),
  output_file: text(["--out-file", "--output-file"], "OUTPUT_FILE", "write the output to a file"),
  output_file_append: flag(["--out-file-append", "--output-file-append"], "append to that file"),
  no_color: flag(["--no-color", "--no-colour"], "never colour"),
  force_color: flag(["--force-color", "--force-colour"], "colour even when not on a terminal"),
  state_output: text(
    ["--state-output", "--state_output"],
    "STATE_OUTPUT",
    "form of state results: full, terse, mixed, changes, filter (each also with _id)",
  ),
  state_verbose: text(
    ["--state-verbose", "--state_verbose"],
    "STATE_VERBOSE",
    "whether states that changed nothing are shown",
  ),
});
