/**
 * The configuration of logrotate.
 */
import type { Value } from "@salt/core";
import { executionModule, isDict, isTruthy, maybe, needed, pythonStr, pythonType } from "@salt/core";
import { PythonError } from "../values/python-error.js";
import { fileFn } from "./file-functions/system-error.js";
import { setConfiguration } from "./logrotate-functions/change.js";
import { readConfiguration } from "./logrotate-functions/configuration.js";

const conf_file = {
  ...maybe.str("/etc/logrotate.conf", "The file to begin with."),
  convert: (value: Value) => pythonStr(value),
};

export const logrotate = executionModule("logrotate", {
  doc: "The configuration of logrotate.",
  functions: {
    show_conf: fileFn({
      doc: "The configuration, with what is included, as a map.",
      examples: ["salt '*' logrotate.show_conf"],
      params: { conf_file },
      run: (args) => readConfiguration(args.conf_file).settings,
    }),
    get: fileFn({
      doc: "A setting, or a setting of a block; false when there is none.",
      examples: ["salt '*' logrotate.get rotate", "salt '*' logrotate.get /var/log/wtmp rotate"],
      params: {
        key: needed.str("The setting, or the name of the block."),
        value: maybe.any(null, "The setting of the block."),
        conf_file,
      },
      run: (args) => {
        const found = readConfiguration(args.conf_file).settings.get(args.key) ?? false;
        if (!isTruthy(args.value) || !isTruthy(found)) return found;
        if (isDict(found)) return found.get(args.value) ?? false;
        throw new PythonError("AttributeError", `'${pythonType(found)}' object has no attribute 'get'`);
      },
    }),
    set: fileFn({
      doc: "Sets a setting, or one of a block; a value that is false takes it away. Changes the file that has it.",
      examples: ["salt '*' logrotate.set rotate 2", "salt '*' logrotate.set /var/log/wtmp rotate 2"],
      params: {
        key: needed.str("The setting, or the name of the block."),
        value: needed.any("The value, or the setting of the block."),
        setting: maybe.any(null, "The value of the block's setting."),
        conf_file,
      },
      run: (args, context) => setConfiguration(args, context),
    }),
  },
});
